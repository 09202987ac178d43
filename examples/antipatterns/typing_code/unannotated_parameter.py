# /// bad
# ruff = ["ANN001"]
# mypy = ["no-untyped-def"]
# basedpyright = ["reportMissingParameterType", "reportUnknownParameterType"]
# harm = "tests/antipatterns/typing_code/test_unannotated_parameter.py::test_text_is_accepted_as_a_limit"
# right = "examples/patterns/typing_code/annotated_parameter.py"
# ///
"""A handler whose parameter has no type."""

from fastapi import APIRouter

router = APIRouter()
NAMES = ["ada", "grace", "hedy"]


@router.get("/users")
async def list_users(limit) -> list[str]:
    """Return the first users."""
    return NAMES[:limit]
