"""A cached list of orders whose key names all that the response depends on."""

from collections.abc import Awaitable, Callable

from pydantic import BaseModel

from app.core.cache import ResponseCache


class OrderList(BaseModel):
    """The orders of one user."""

    titles: list[str]


async def list_orders(
    user_id: int,
    status: str,
    cache: ResponseCache,
    load: Callable[[int, str], Awaitable[OrderList]],
) -> OrderList:
    """Return the user's orders, at most a minute old."""
    key = f"orders:v1:{user_id}:{status}"  # v1: change it with the schema
    return await cache.read(key, OrderList, lambda: load(user_id, status), 60)
