# /// bad
# ruff = ["N801", "N802", "N816"]
# harm = "tests/antipatterns/naming/test_mixed_case_names.py::test_names_of_the_code_become_names_of_the_api"
# right = "examples/patterns/naming/pep8_names.py"
# ///
"""Names in the style of other languages."""

from fastapi import APIRouter
from pydantic import BaseModel

router = APIRouter()

maxItems = 100


class order_line(BaseModel):
    """One item of an order, with its amount."""

    amount: int


@router.get("/order-lines")
async def listOrderLines() -> list[order_line]:
    """Return the lines of all orders."""
    return [order_line(amount=1)][:maxItems]
