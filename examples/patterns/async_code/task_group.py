"""Two concurrent calls in a `TaskGroup`."""

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
    try:
        async with asyncio.TaskGroup() as tasks:
            reservation = tasks.create_task(shop.reserve(article))
            payment = tasks.create_task(shop.charge(cents))
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from failures
    return reservation.result(), payment.result()
