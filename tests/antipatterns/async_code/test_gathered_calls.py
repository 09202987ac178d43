"""An order for an article that is sold out, and that is charged concurrently."""

import asyncio
from collections.abc import Callable

import pytest

from antipatterns.async_code import gathered_calls as wrong
from patterns.async_code import task_group as right

CENTS = 500


class SoldOutError(Exception):
    """The article is sold out."""


class Shop:
    """Refuses a book at once, and takes a moment to charge."""

    def __init__(self) -> None:
        self.charged = 0

    async def reserve(self, article: str) -> str:
        """Reserve anything but a book."""
        if article == "book":
            raise SoldOutError
        return f"reserved {article}"

    async def charge(self, cents: int) -> str:
        """Charge the customer."""
        await asyncio.sleep(0.02)
        self.charged += cents
        return f"charged {cents}"


async def test_gather_leaves_the_payment_running(
    measured: Callable[[str], None],
) -> None:
    shop = Shop()

    with pytest.raises(SoldOutError):
        await wrong.place_order(shop, "book", CENTS)
    await asyncio.sleep(0.1)

    assert shop.charged == CENTS
    measured(f"An order that failed was charged {shop.charged} cents afterwards.")


async def test_task_group_cancels_the_payment() -> None:
    shop = Shop()

    with pytest.raises(SoldOutError):
        await right.place_order(shop, "book", CENTS)
    await asyncio.sleep(0.1)

    assert shop.charged == 0


async def test_order_returns_both_results() -> None:
    expected = ("reserved pen", "charged 500")

    gathered = await wrong.place_order(Shop(), "pen", CENTS)

    assert tuple(gathered) == expected
    assert await right.place_order(Shop(), "pen", CENTS) == expected
