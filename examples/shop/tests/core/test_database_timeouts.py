"""The limits of client and server, each on a real PostgreSQL."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace

import pytest
from sqlalchemy import Executable, func, select, text

from app.config import Settings
from app.core.database import (
    Database,
    DatabaseOptions,
    create_engine,
    read_session,
    unit_of_work,
)
from app.core.errors import DatabaseUnavailableError, TransactionAbortedError

SHORT = 0.2
BACKEND = select(func.pg_backend_pid())
SLEEP = select(func.pg_sleep(60))
LOCK = text("LOCK TABLE items")


type Open = Callable[[DatabaseOptions], AbstractAsyncContextManager[Database]]
NO_LIMITS = DatabaseOptions()


@pytest.fixture(params=[False, True], ids=["direct", "pooler"])
def open_database(
    request: pytest.FixtureRequest, postgresql_settings: Settings
) -> Open:
    @asynccontextmanager
    async def open_database(options: DatabaseOptions) -> AsyncGenerator[Database]:
        pooler = replace(options, pool_size=1, transaction_pooling=request.param)
        engine = create_engine(postgresql_settings.database_url, pooler)
        yield Database(engine)
        await engine.dispose()

    return open_database


async def run(database: Database, *statements: Executable) -> None:
    async with unit_of_work(database) as session:
        for statement in statements:
            await session.execute(statement)


async def test_server_cancels_a_slow_statement_and_keeps_the_connection(
    open_database: Open,
) -> None:
    async with open_database(DatabaseOptions(statement_timeout=SHORT)) as database:
        async with read_session(database) as session:
            before = await session.scalar(BACKEND)
        with pytest.raises(DatabaseUnavailableError):
            await run(database, SLEEP)
        async with read_session(database) as session:
            after = await session.scalar(BACKEND)

    assert before == after


async def test_lock_timeout_aborts_the_transaction(open_database: Open) -> None:
    async with (
        open_database(DatabaseOptions(lock_timeout=SHORT)) as database,
        open_database(NO_LIMITS) as other,
        unit_of_work(other) as holder,
    ):
        await holder.execute(LOCK)
        with pytest.raises(TransactionAbortedError):
            await run(database, LOCK)


async def test_idle_transaction_loses_its_connection_and_its_locks(
    open_database: Open,
) -> None:
    async def idle(database: Database, other: Database) -> None:
        async with unit_of_work(database) as session:
            await session.execute(LOCK)
            await run(other, LOCK)  # waits for the server to end the idle one
            await session.execute(BACKEND)

    async with (
        open_database(DatabaseOptions(idle_transaction_timeout=SHORT)) as database,
        open_database(NO_LIMITS) as other,
    ):
        with pytest.raises(DatabaseUnavailableError):
            await idle(database, other)
        async with read_session(database) as session:
            assert await session.scalar(select(1)) == 1


async def test_every_transaction_has_the_limits(open_database: Open) -> None:
    async with open_database(DatabaseOptions(statement_timeout=SHORT)) as database:
        for _ in range(2):
            async with read_session(database) as session:
                shown = await session.scalar(text("SHOW statement_timeout"))
                assert shown == "200ms"
