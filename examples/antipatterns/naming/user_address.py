# /// bad
# harm = "tests/antipatterns/naming/test_address_twice.py::test_second_schema_renames_the_first"
# right = "examples/patterns/naming/own_schema_names.py"
# ///
"""The address of a user, in a schema with a common name."""

from fastapi import APIRouter
from pydantic import BaseModel

router = APIRouter(prefix="/users")


class Address(BaseModel):
    """Where a user lives."""

    street: str


@router.get("/me/address")
async def read_address() -> Address:
    """Return the address of the user."""
    return Address(street="Mill Lane")
