"""Count the rows that a count loads."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import MetaData, event

from antipatterns.repositories import counted_in_python as wrong
from app.core.database import Database
from patterns.repositories import counted_in_sql as right

type CreateTables = Callable[[MetaData], Awaitable[None]]

ORDERS = 500
ADA, BOB = 1, 2


@contextmanager
def loaded(model: type[wrong.Order | right.Order]) -> Iterator[list[object]]:
    """Collect the objects that a session builds from rows."""
    built: list[object] = []

    def listen(order: object, *_: object) -> None:
        built.append(order)

    event.listen(model, "load", listen)
    yield built
    event.remove(model, "load", listen)


async def test_count_loads_every_row(
    database: Database, create_tables: CreateTables, measured: Callable[[str], None]
) -> None:
    await create_tables(wrong.Base.metadata)
    async with database.sessions.begin() as session:
        session.add_all(wrong.Order(customer_id=ADA) for _ in range(ORDERS))

    with loaded(wrong.Order) as built:
        async with database.sessions() as session:
            number = await wrong.OrderRepository(session).count(ADA)

    assert (number, len(built)) == (ORDERS, ORDERS)
    measured(f"Counting the orders of a customer loaded {len(built)} rows.")


async def test_database_counts(database: Database, create_tables: CreateTables) -> None:
    await create_tables(right.Base.metadata)
    async with database.sessions.begin() as session:
        session.add_all(right.Order(customer_id=ADA) for _ in range(ORDERS))

    with loaded(right.Order) as built:
        async with database.sessions() as session:
            orders = right.OrderRepository(session)
            assert await orders.count(ADA) == ORDERS
            assert await orders.has_any(ADA)
            assert not await orders.has_any(BOB)

    assert built == []
