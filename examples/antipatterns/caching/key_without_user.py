# /// bad
# ast-grep = ["CACHE-002"]
# harm = "tests/antipatterns/caching/test_key_without_user.py::test_second_user_reads_orders_of_the_first"
# right = "examples/patterns/caching/key_with_user.py"
# ///
"""A cached list of orders whose key is the URL."""

from collections.abc import Awaitable, Callable

from fastapi import Request
from pydantic import BaseModel

from app.core.cache import ResponseCache


class OrderList(BaseModel):
    """The orders of one user."""

    titles: list[str]


async def list_orders(
    request: Request,
    user_id: int,
    cache: ResponseCache,
    load: Callable[[int], Awaitable[OrderList]],
) -> OrderList:
    """Return the user's orders, at most a minute old."""
    key = f"orders:{request.url}"
    return await cache.read(key, OrderList, lambda: load(user_id), 60)
