# /// bad
# ast-grep = ["ASY-004"]
# harm = "tests/antipatterns/async_code/test_gathered_calls.py::test_gather_leaves_the_payment_running"
# right = "examples/patterns/async_code/task_group.py"
# ///
"""Two concurrent calls under `asyncio.gather`."""

import asyncio
from typing import Protocol


class Shop(Protocol):
    """The services that an order needs."""

    async def reserve(self, article: str) -> str:
        """Reserve an article."""
        ...

    async def charge(self, cents: int) -> str:
        """Charge the customer."""
        ...


async def place_order(shop: Shop, article: str, cents: int) -> tuple[str, str]:
    """Reserve the article and charge the customer at the same time."""
    return await asyncio.gather(shop.reserve(article), shop.charge(cents))
