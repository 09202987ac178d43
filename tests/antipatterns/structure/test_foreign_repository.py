from collections.abc import Callable

import pytest

from antipatterns.structure import foreign_repository
from patterns.structure import foreign_service
from patterns.structure.accounts import (
    Account,
    AccountClosedError,
    AccountRepository,
    AccountService,
)

type Measured = Callable[[str], None]

OPEN, CLOSED = 1, 2


def accounts() -> AccountRepository:
    return AccountRepository(
        {
            OPEN: Account("ada@example.com"),
            CLOSED: Account("bob@example.com", closed=True),
        }
    )


async def test_closed_account_buys(measured: Measured) -> None:
    orders = foreign_repository.OrderService(accounts())

    confirmation = await orders.place(CLOSED, "lamp")

    assert confirmation == "lamp for bob@example.com"
    measured(f"A closed account got: {confirmation}.")


async def test_service_refuses_a_closed_account() -> None:
    orders = foreign_service.OrderService(AccountService(accounts()))

    assert await orders.place(OPEN, "lamp") == "lamp for ada@example.com"
    with pytest.raises(AccountClosedError):
        await orders.place(CLOSED, "lamp")
