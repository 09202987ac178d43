"""Five customers, one of whom has a plan that no longer exists."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import MetaData, func, select

from antipatterns.background import batch_in_one_transaction as wrong
from app.core.database import Database, unit_of_work
from patterns.background import batch_by_item as right

PLANS = ["basic", "team", "retired", "basic", "team"]


async def add_customers(database: Database) -> None:
    async with unit_of_work(database) as session:
        session.add_all(right.Customer(plan=plan) for plan in PLANS)


async def count_invoices(database: Database) -> int:
    query = select(func.count()).select_from(right.Invoice)
    async with database.sessions() as session:
        return await session.scalar(query) or 0


async def test_one_bad_row_leaves_all_without_invoice(
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
) -> None:
    await create_tables(right.Base.metadata)
    await add_customers(database)

    with pytest.raises(KeyError, match="retired"):
        await wrong.create_invoices(database)

    invoices = await count_invoices(database)
    assert invoices == 0
    measured(f"One bad row left {invoices} of {len(PLANS)} customers with an invoice.")


async def test_bad_row_fails_alone(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(right.Base.metadata)
    await add_customers(database)

    await right.create_invoices(database)

    assert await count_invoices(database) == len(PLANS) - 1


async def test_second_run_creates_only_missing_invoices(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(right.Base.metadata)
    await add_customers(database)
    await right.create_invoices(database)
    async with unit_of_work(database) as session:
        query = select(right.Customer).where(right.Customer.plan == "retired")
        (await session.scalars(query)).one().plan = "basic"

    await right.create_invoices(database)

    assert await count_invoices(database) == len(PLANS)
