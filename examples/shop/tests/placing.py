"""Places orders, and reads the stock that is left."""

from datetime import datetime
from typing import Any

from httpx import AsyncClient, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.items.models import Item

ORDERS = "/api/v1/orders"
TIMES = ("created", "updated")


async def place(client: AsyncClient, key: str, *lines: tuple[int, int]) -> Response:
    """Order a quantity of each item."""
    body = [{"item_id": item_id, "quantity": quantity} for item_id, quantity in lines]
    return await client.post(
        ORDERS, json={"lines": body}, headers={"Idempotency-Key": key}
    )


async def stock(session: AsyncSession, *items: Item) -> list[int]:
    """Return the stock of each item."""
    for item in items:
        await session.refresh(item)
    return [item.stock for item in items]


def without_times(body: dict[str, Any]) -> dict[str, Any]:
    """Remove the times from an order; AssertionError if one has no zone."""
    times = [datetime.fromisoformat(body.pop(f"{name}_at")) for name in TIMES]
    assert all(time.tzinfo for time in times)
    return body
