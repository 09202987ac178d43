"""The table of a model, before and after its conversion to `Mapped`."""

from collections.abc import Awaitable, Callable

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, select
from sqlalchemy.ext.asyncio import AsyncSession

from antipatterns.migrating import column_model as before
from antipatterns.migrating import mapped_not_null as wrong
from app.core.database import Database
from patterns.migrating import mapped_model as after

type CreateTables = Callable[[MetaData], Awaitable[None]]
type Customer = type[before.Customer | after.Customer]


async def proposed(database: Database, metadata: MetaData) -> list[str]:
    """Return what Alembic would change in the database, to fit the models."""

    def compare(connection: Connection) -> list[str]:
        context = MigrationContext.configure(connection)
        return [
            f"{name} {table}.{column}"
            for difference in compare_metadata(context, metadata)
            for name, _, table, column, *_ in difference
        ]

    async with database.engine.connect() as connection:
        return await connection.run_sync(compare)


@pytest.mark.parametrize(
    "customer", [before.Customer, after.Customer], ids=["before", "after"]
)
async def test_rows_are_written_and_read(
    database: Database, create_tables: CreateTables, customer: Customer
) -> None:
    await create_tables(customer.metadata)
    async with AsyncSession(database.engine) as session, session.begin():
        session.add(customer(email="ada@example.com"))

    async with AsyncSession(database.engine) as session:
        row = (await session.execute(select(customer.__table__))).one()

    assert tuple(row) == (1, "ada@example.com", None)


def test_email_is_returned() -> None:
    old = before.Customer(email="ada@example.com")
    new = after.Customer(email="ada@example.com")

    assert before.email_of(old) == after.email_of(new) == "ada@example.com"


async def test_mapped_str_makes_the_column_not_null(
    database: Database, create_tables: CreateTables, measured: Callable[[str], None]
) -> None:
    await create_tables(before.Base.metadata)

    changes = await proposed(database, wrong.Base.metadata)

    assert changes == ["modify_nullable customers.nickname"]
    measured(f"Alembic proposed a change of the table: {changes[0]}.")


async def test_conversion_leaves_the_table_as_it_is(
    database: Database, create_tables: CreateTables
) -> None:
    await create_tables(before.Base.metadata)

    assert await proposed(database, after.Base.metadata) == []
