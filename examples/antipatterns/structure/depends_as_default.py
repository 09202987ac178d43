# /// bad
# ruff = ["FAST002"]
# harm = "tests/antipatterns/structure/test_depends_as_default.py::test_direct_call_gets_depends_object"
# right = "examples/patterns/structure/dependency_aliases.py"
# ///
"""A dependency as the default value of a parameter."""

from fastapi import APIRouter, Depends

router = APIRouter(prefix="/prices")


async def get_currency() -> str:
    """Return the currency of the request."""
    return "EUR"


@router.get("/{cents}")
async def read_price(cents: int, currency: str = Depends(get_currency)) -> str:
    """Return a price in words."""
    return f"{cents / 100:.2f} {currency}"
