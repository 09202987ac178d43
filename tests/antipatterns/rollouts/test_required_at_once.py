"""What PostgreSQL reads under which lock when a column becomes NOT NULL."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from itertools import chain
from typing import Any, Protocol

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, MetaData, text

from antipatterns.rollouts import required_at_once as wrong
from app.core.database import Database
from patterns.rollouts import required_column as right
from patterns.rollouts import version_1
from tests.patterns.rollouts.customers import Step

type CreateTables = Callable[[MetaData], Awaitable[None]]


class Notice(Protocol):
    """What asyncpg passes on of PostgreSQL's messages."""

    message: str


VERIFIED = 'verifying table "customers"'
PROVEN = "are sufficient to prove that it does not contain nulls"
LOCKS = text(
    "SELECT mode FROM pg_locks WHERE relation = 'customers'::regclass "
    "AND pid = pg_backend_pid()"
)

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
async def customers(database: Database, create_tables: CreateTables) -> Database:
    """Return a database whose customers have a full name that may be null."""
    await create_tables(version_1.Base.metadata)
    async with database.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE customers ADD full_name varchar"))
    return database


def migrate(connection: Connection, step: Step) -> set[str]:
    """Run a step; return the locks that it holds on the table."""
    connection.execute(text("SET LOCAL client_min_messages = debug1"))
    step(Operations(MigrationContext.configure(connection)))
    connection.execute(text("SET LOCAL client_min_messages = notice"))
    return set(connection.scalars(LOCKS))


async def watch(database: Database, steps: Sequence[Step]) -> Iterator[tuple[str, str]]:
    """Run migrations; return what PostgreSQL reports, each with the lock it held."""
    found: list[list[tuple[str, str]]] = []
    async with database.engine.connect() as connection:
        raw = await connection.get_raw_connection()
        driver: Any = raw.driver_connection
        messages: list[str] = []

        def note(_: object, notice: Notice) -> None:
            messages.append(notice.message)

        driver.add_log_listener(note)
        for step in steps:
            messages.clear()
            async with connection.begin():
                locks = await connection.run_sync(migrate, step)
            lock = "exclusive" if "AccessExclusiveLock" in locks else "shared"
            found.append([(message, lock) for message in messages])
        driver.remove_log_listener(note)
    return chain.from_iterable(found)


async def test_table_is_read_under_an_exclusive_lock(
    customers: Database, measured: Callable[[str], None]
) -> None:
    reports = list(await watch(customers, [wrong.upgrade]))

    assert reports == [(VERIFIED, "exclusive")]
    measured(
        "PostgreSQL read the whole table while the migration held an ACCESS EXCLUSIVE "
        f"lock; its log said “{reports[0][0]}”."
    )


async def test_table_is_read_under_a_lock_that_lets_writers_pass(
    customers: Database,
) -> None:
    steps = [right.refuse_new_nulls, right.validate, right.require]

    reports = list(await watch(customers, steps))

    read, proven = reports
    assert read == (VERIFIED, "shared")
    assert proven[0].endswith(PROVEN)
