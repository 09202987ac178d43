"""Two schemas whose names say what each address belongs to."""

from fastapi import APIRouter
from pydantic import BaseModel

users = APIRouter(prefix="/users")
orders = APIRouter(prefix="/orders")


class UserAddress(BaseModel):
    """Where a user lives."""

    street: str


class DeliveryAddress(BaseModel):
    """Where an order is delivered."""

    street: str


@users.get("/me/address")
async def read_address() -> UserAddress:
    """Return the address of the user."""
    return UserAddress(street="Mill Lane")


@orders.get("/{order_id}/address")
async def read_delivery(order_id: int) -> DeliveryAddress:
    """Return the address of the order."""
    return DeliveryAddress(street=f"Mill Lane {order_id}")
