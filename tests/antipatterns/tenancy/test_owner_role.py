"""The app connects as the role that ran its migrations."""

from collections.abc import Callable

import pytest

from antipatterns.tenancy import forgotten_filter
from antipatterns.tenancy import owner_role as wrong
from app.core.database import Database
from patterns.tenancy import row_level as right
from tests.antipatterns.tenancy.conftest import TITLES, execute

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


async def read_as_owner(database: Database) -> list[str]:
    """Return what tenant 1 finds; the role of the app owns the table."""
    async with right.tenant_session(database, 1) as session:
        return [*await forgotten_filter.search(session, "Tea")]


async def test_owner_reads_documents_of_every_tenant(
    filled: Database,
    app_database: Database,
    role: str,
    measured: Callable[[str], None],
) -> None:
    await execute(filled, f"ALTER TABLE documents OWNER TO {role}")
    await execute(app_database, *wrong.protect("documents"))

    found = await read_as_owner(app_database)

    assert found == [*TITLES.values()]
    measured(f"Tenant 1 read the documents of {len(found)} tenants.")


async def test_forced_policy_binds_the_owner_too(
    filled: Database, app_database: Database, role: str
) -> None:
    await execute(filled, f"ALTER TABLE documents OWNER TO {role}")
    await execute(filled, *right.protect("documents", role))

    found = await read_as_owner(app_database)

    assert found == [TITLES[1]]
