"""What is left of the new version's data after a rollback."""

from collections.abc import Awaitable, Callable

import pytest
from alembic.operations import Operations
from sqlalchemy import MetaData, text

from antipatterns.rollouts import downgrade_in_rollback as wrong
from app.core.database import Database
from patterns.rollouts import renamed_column, version_1
from patterns.rollouts.compatibility import find_conflicts
from tests.antipatterns.rollouts.test_renamed_in_place import send_to_both
from tests.patterns.rollouts.customers import Step, Traffic, apply

type CreateTables = Callable[[MetaData], Awaitable[None]]

PHONES = ["+49 30 1", "+49 30 2", "+49 30 3"]
STORE = text("INSERT INTO customers (name, phone) VALUES ('Ada', :phone)")
READ = text("SELECT phone FROM customers WHERE phone IS NOT NULL ORDER BY phone")

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def add_phone(op: Operations) -> None:
    op.execute("ALTER TABLE customers ADD phone varchar")


def keep_schema(_: Operations) -> None:
    pass


@pytest.fixture
async def customers(database: Database, create_tables: CreateTables) -> Database:
    """Return the tables of the old version."""
    await create_tables(version_1.Base.metadata)
    return database


async def kept_by(database: Database, rollback: Step) -> list[str]:
    """Store phone numbers, roll back, deploy again; return the numbers."""
    await apply(database, add_phone)
    async with database.engine.begin() as connection:
        await connection.execute(STORE, [{"phone": phone} for phone in PHONES])
    await apply(database, rollback)
    failed, _ = await send_to_both(Traffic(database))
    assert failed == 0
    async with database.engine.begin() as connection:
        await connection.execute(
            text("ALTER TABLE customers ADD COLUMN IF NOT EXISTS phone varchar")
        )
        return list(await connection.scalars(READ))


async def test_downgrade_deletes_what_was_stored_since(
    customers: Database, measured: Callable[[str], None]
) -> None:
    kept = await kept_by(customers, wrong.downgrade)

    assert kept == []
    lost = len(PHONES) - len(kept)
    measured(
        f"The new version had stored {len(PHONES)} phone numbers. "
        f"The downgrade deleted {lost} of them."
    )


async def test_old_version_serves_on_the_kept_schema(customers: Database) -> None:
    assert await kept_by(customers, keep_schema) == PHONES


async def conflicts(database: Database) -> set[str]:
    """Return what the old version's models find in this database."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(
            lambda sync: set(find_conflicts(sync, version_1.Base.metadata))
        )


async def test_expanded_schema_has_no_conflict_with_the_old_models(
    customers: Database,
) -> None:
    await apply(customers, renamed_column.expand)
    await apply(customers, add_phone)

    assert await conflicts(customers) == set()


async def test_renamed_column_conflicts_with_the_old_models(
    customers: Database,
) -> None:
    def rename(op: Operations) -> None:
        op.alter_column("customers", "name", new_column_name="full_name")

    await apply(customers, rename)

    assert await conflicts(customers) == {
        "customers.name is missing",
        "customers.full_name is required",
    }
