# /// bad
# ast-grep = ["ROUTE-004"]
# harm = "tests/antipatterns/routing/test_parameter_before_static_path.py::test_static_path_is_parsed_as_an_id"
# right = "examples/patterns/routing/static_path_first.py"
# ///
"""A static path behind a path parameter that matches it too."""

from fastapi import APIRouter

router = APIRouter(prefix="/accounts", tags=["accounts"])


@router.get("/{account_id}")
async def read_account(account_id: int) -> str:
    """Return one account."""
    return f"account {account_id}"


@router.get("/me")
async def read_me() -> str:
    """Return the account of the caller."""
    return "your account"
