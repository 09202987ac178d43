"""A static path before a path parameter that matches it too."""

from fastapi import APIRouter

router = APIRouter(prefix="/accounts", tags=["accounts"])


@router.get("/me")
async def read_me() -> str:
    """Return the account of the caller."""
    return "your account"


@router.get("/{account_id}")
async def read_account(account_id: int) -> str:
    """Return one account."""
    return f"account {account_id}"
