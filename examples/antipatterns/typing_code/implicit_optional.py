# /// bad
# ruff = ["RUF013"]
# mypy = ["assignment"]
# basedpyright = ["reportArgumentType"]
# harm = "tests/antipatterns/typing_code/test_implicit_optional.py::test_search_without_a_term_fails"
# right = "examples/patterns/typing_code/explicit_none.py"
# ///
"""A search whose term is declared as text and can be None."""

from fastapi import APIRouter

router = APIRouter()
NAMES = ["ada", "grace", "hedy"]


@router.get("/users")
async def search_users(term: str = None) -> list[str]:
    """Return the users whose name contains the term."""
    return [name for name in NAMES if term.lower() in name]
