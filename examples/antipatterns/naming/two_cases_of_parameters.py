# /// bad
# ruff = ["N803"]
# harm = "tests/antipatterns/naming/test_two_cases_of_parameters.py::test_parameter_in_the_other_case_is_ignored"
# right = "examples/shop/app/core/pagination.py"
# ///
"""Two routes that spell the same parameter in two ways."""

from fastapi import APIRouter

router = APIRouter()

PRICES = [5, 50, 500]


@router.get("/orders")
async def list_orders(max_price: int = 1000) -> list[int]:
    """Return the prices of orders."""
    return [price for price in PRICES if price <= max_price]


@router.get("/items")
async def list_items(maxPrice: int = 1000) -> list[int]:
    """Return the prices of items."""
    return [price for price in PRICES if price <= maxPrice]
