"""How the tests place orders."""

from httpx import AsyncClient, Response

ORDERS = "/api/v1/orders"


async def place(client: AsyncClient, key: str, *lines: tuple[int, int]) -> Response:
    """Order a quantity of each item."""
    body = [{"item_id": item_id, "quantity": quantity} for item_id, quantity in lines]
    return await client.post(
        ORDERS, json={"lines": body}, headers={"Idempotency-Key": key}
    )
