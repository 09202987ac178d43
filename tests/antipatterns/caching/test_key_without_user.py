"""Two users who request the same URL, one after the other."""

from collections.abc import Callable

from starlette.requests import Request

from antipatterns.caching import key_without_user as wrong
from app.core.cache import ResponseCache, create_cache
from patterns.caching import key_with_user as right

ADA, BOB = 1, 2
ORDERS = {ADA: ["tea"], BOB: ["coffee"]}
SCOPE = {
    "type": "http",
    "method": "GET",
    "path": "/me/orders",
    "query_string": b"status=open",
    "headers": [(b"host", b"test")],
    "scheme": "http",
    "server": ("test", 80),
}


async def read_wrong(user_id: int, cache: ResponseCache) -> list[str]:
    async def load(owner_id: int) -> wrong.OrderList:
        return wrong.OrderList(titles=ORDERS[owner_id])

    found = await wrong.list_orders(Request(SCOPE), user_id, cache, load)
    return found.titles


async def read_right(user_id: int, cache: ResponseCache) -> list[str]:
    async def load(owner_id: int, status: str) -> right.OrderList:
        return right.OrderList(titles=ORDERS[owner_id] if status == "open" else [])

    found = await right.list_orders(user_id, "open", cache, load)
    closed = await right.list_orders(user_id, "closed", cache, load)
    assert closed.titles == []
    return found.titles


async def test_second_user_reads_orders_of_the_first(
    measured: Callable[[str], None],
) -> None:
    cache = create_cache(None, 1_000_000)

    ada, bob = await read_wrong(ADA, cache), await read_wrong(BOB, cache)

    assert (ada, bob) == (["tea"], ["tea"])
    measured(f"Bob ordered {ORDERS[BOB][0]}, and got a list with Ada's {bob[0]}.")


async def test_each_user_reads_their_own_orders() -> None:
    cache = create_cache(None, 1_000_000)

    ada, bob = await read_right(ADA, cache), await read_right(BOB, cache)

    assert (ada, bob) == (["tea"], ["coffee"])
