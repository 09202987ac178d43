"""Four workers open all connections of their pools."""

import asyncio
from collections.abc import Callable, Iterator

import pytest
from servers import postgresql_server
from sqlalchemy import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from antipatterns.database import oversized_pool as wrong
from app.core.database import DatabaseOptions, create_engine

WORKERS = 4
TOO_MANY_CONNECTIONS = "53300"


@pytest.fixture
def unshared() -> Iterator[URL]:
    """Start a server without other connections."""
    with postgresql_server() as server:
        yield make_url(server.url)


async def refused(engines: list[AsyncEngine], of_each: int) -> tuple[int, int]:
    """Open the most connections of all engines at once; count them, and refusals."""
    asked = [engine.connect() for engine in engines for _ in range(of_each)]
    outcomes = await asyncio.gather(
        *(connection.start() for connection in asked), return_exceptions=True
    )
    for outcome in outcomes:
        if isinstance(outcome, AsyncConnection):
            await outcome.close()
    for engine in engines:
        await engine.dispose()
    failures = [one for one in outcomes if isinstance(one, DBAPIError)]
    causes = {getattr(one.driver_exception, "sqlstate", None) for one in failures}
    assert causes <= {TOO_MANY_CONNECTIONS}
    return len(asked), len(failures)


async def test_pools_of_four_workers_exceed_max_connections(
    unshared: URL, measured: Callable[[str], None]
) -> None:
    address = unshared.render_as_string(hide_password=False)
    engines = [wrong.create_engine(address) for _ in range(WORKERS)]

    asked, failed = await refused(engines, of_each=30)

    assert (asked, failed) == (120, 20)
    measured(
        f"{WORKERS} workers requested {asked} connections; "
        f"PostgreSQL refused {failed} of them."
    )


async def test_default_pools_of_four_workers_fit(unshared: URL) -> None:
    options = DatabaseOptions()
    engines = [create_engine(unshared, options) for _ in range(WORKERS)]
    most = options.pool_size + options.max_overflow

    assert await refused(engines, of_each=most) == (60, 0)
