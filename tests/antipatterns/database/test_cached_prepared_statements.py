"""Each transaction runs on a connection without the state of the one before."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import URL, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from antipatterns.database import cached_prepared_statements as wrong
from app.core.database import DatabaseOptions, create_engine

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


async def query_like_a_pooler(engine: AsyncEngine) -> list[int | None]:
    """Run one query in each of two transactions, on connections that share nothing.

    `DISCARD ALL` leaves a connection as another one of the pooler would be.
    """
    found = []
    for _ in range(2):
        async with engine.connect() as connection:
            found.append(await connection.scalar(select(1)))
            await connection.rollback()
            raw = await connection.get_raw_connection()
            driver: Any = raw.driver_connection
            await driver.execute("DISCARD ALL")
    return found


async def test_next_connection_lacks_the_prepared_statement(
    database_url: URL, measured: Callable[[str], None]
) -> None:
    engine = wrong.create_engine(database_url)

    with pytest.raises(DBAPIError) as caught:
        await query_like_a_pooler(engine)
    await engine.dispose()

    reason = str(caught.value.driver_exception).splitlines()[0]
    assert "prepared statement" in reason
    measured(f"The second transaction failed: “{reason}”.")


async def test_unnamed_statement_runs_on_any_connection(database_url: URL) -> None:
    engine = create_engine(database_url, DatabaseOptions(transaction_pooling=True))

    assert await query_like_a_pooler(engine) == [1, 1]
    await engine.dispose()
