"""A request without a tenant gets the connection of tenant 1 from the pool."""

from collections.abc import Callable

import pytest

from antipatterns.tenancy import forgotten_filter
from antipatterns.tenancy import tenant_of_connection as wrong
from app.core.database import Database
from patterns.tenancy import row_level as right
from tests.antipatterns.tenancy.conftest import TITLES, execute

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


async def read_next(database: Database) -> list[str]:
    """Return what a request without a tenant reads on a connection of the pool."""
    async with database.sessions() as session:
        return [*await forgotten_filter.search(session, "Tea")]


async def test_next_request_reads_as_the_tenant_before(
    filled: Database,
    app_database: Database,
    role: str,
    measured: Callable[[str], None],
) -> None:
    await execute(filled, *right.protect("documents", role))

    async with wrong.tenant_session(app_database, 1):
        pass
    found = await read_next(app_database)

    assert found == [TITLES[1]]
    measured(
        f"The next request on this connection had no tenant. It read {len(found)} "
        "document of tenant 1."
    )


async def test_next_request_reads_nothing(
    filled: Database, app_database: Database, role: str
) -> None:
    await execute(filled, *right.protect("documents", role))

    async with right.tenant_session(app_database, 1):
        pass
    found = await read_next(app_database)

    assert found == []
