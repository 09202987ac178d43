# /// bad
# harm = "tests/antipatterns/authorization/test_role_router.py::test_customer_logs_another_user_out"
# right = "examples/patterns/authorization/role_router.py"
# ///
"""A route for admins that checks the login, but not the role."""

from fastapi import APIRouter, Depends, status

from app.sessions.dependencies import SessionServiceDep
from app.users.dependencies import UserId, get_current_user

router = APIRouter(prefix="/admin/users", tags=["admin"])


@router.delete(
    "/{user_id}/sessions",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[Depends(get_current_user)],
)
async def revoke_sessions(user_id: UserId, sessions: SessionServiceDep) -> None:
    """Log the user out of all devices."""
    await sessions.revoke_all(user_id)
