# /// bad
# mypy = ["arg-type"]
# basedpyright = ["reportArgumentType"]
# right = "examples/patterns/authorization/role_router.py"
# ///
"""A role as a free string, which no user has."""

from fastapi import APIRouter, Depends

from patterns.authorization.role_router import require_role, revoke_sessions

router = APIRouter(
    prefix="/admin/reports",
    tags=["admin"],
    dependencies=[Depends(require_role("administrator"))],
)
router.add_api_route("/{user_id}/sessions", revoke_sessions, methods=["DELETE"])
