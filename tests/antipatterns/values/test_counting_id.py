"""Two orders of one customer, and those of others in between."""

from collections.abc import Awaitable, Callable

from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncSession

from antipatterns.values import counting_id as wrong
from app.core.database import Database, unit_of_work
from patterns.values import public_id as right

type CreateTables = Callable[[MetaData], Awaitable[None]]

OTHERS = 40


async def own_ids[Order](
    database: Database, place_order: Callable[[AsyncSession], Awaitable[Order]]
) -> tuple[Order, Order]:
    """Place an order, those of others, and one more; return the two own ones."""
    async with unit_of_work(database) as session:
        orders = [await place_order(session) for _ in range(OTHERS + 2)]
    return orders[0], orders[-1]


async def test_two_orders_reveal_how_many_were_placed(
    database: Database, create_tables: CreateTables, measured: Callable[[str], None]
) -> None:
    await create_tables(wrong.Base.metadata)

    first, last = await own_ids(database, wrong.place_order)

    assert last.id - first.id - 1 == OTHERS
    measured(
        f"A customer with the orders {first.id} and {last.id} knew that others had"
        f" placed {last.id - first.id - 1}."
    )


async def test_two_random_ids_reveal_nothing(
    database: Database, create_tables: CreateTables
) -> None:
    await create_tables(right.Base.metadata)

    first, last = await own_ids(database, right.place_order)

    assert (first.id.version, last.id.version) == (4, 4)
    assert abs(last.id.int - first.id.int) > OTHERS
