from collections.abc import Callable

import pytest

from antipatterns.structure import cross_domain_repository
from patterns.structure import cross_domain_service
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


async def test_closed_account_places_order(measured: Measured) -> None:
    orders = cross_domain_repository.OrderService(accounts())

    confirmation = await orders.place(CLOSED, "lamp")

    assert confirmation == "lamp for bob@example.com"
    measured(f"A closed account got: {confirmation}.")


async def test_service_refuses_a_closed_account() -> None:
    orders = cross_domain_service.OrderService(AccountService(accounts()))

    assert await orders.place(OPEN, "lamp") == "lamp for ada@example.com"
    with pytest.raises(AccountClosedError):
        await orders.place(CLOSED, "lamp")
