"""A dependency declared once, as an `Annotated` alias."""

from typing import Annotated

from fastapi import APIRouter, Depends

router = APIRouter(prefix="/prices")


async def get_currency() -> str:
    """Return the currency of the request."""
    return "EUR"


Currency = Annotated[str, Depends(get_currency)]


@router.get("/{cents}")
async def read_price(cents: int, currency: Currency) -> str:
    """Return a price in words."""
    return f"{cents / 100:.2f} {currency}"
