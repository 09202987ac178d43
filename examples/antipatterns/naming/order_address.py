# /// bad
# harm = "tests/antipatterns/naming/test_address_twice.py::test_second_schema_renames_the_first"
# right = "examples/patterns/naming/own_schema_names.py"
# ///
"""The address of an order, in a schema with the same common name."""

from fastapi import APIRouter
from pydantic import BaseModel

router = APIRouter(prefix="/orders")


class Address(BaseModel):
    """Where an order is delivered."""

    street: str


@router.get("/{order_id}/address")
async def read_delivery(order_id: int) -> Address:
    """Return the address of the order."""
    return Address(street=f"Mill Lane {order_id}")
