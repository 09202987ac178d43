"""A user of tenant 1 searches; one query of the app forgets the tenant."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from antipatterns.tenancy import forgotten_filter as wrong
from app.core.database import Database
from patterns.tenancy.row_level import (
    Document,
    find_unprotected,
    protect,
    tenant_session,
)
from tests.antipatterns.tenancy.conftest import TITLES, execute

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


async def test_search_returns_documents_of_another_tenant(
    filled: Database, measured: Callable[[str], None]
) -> None:
    async with filled.sessions() as session:
        listed = await wrong.list_titles(session, 1)
        found = await wrong.search(session, "Tea")

    assert listed == [TITLES[1]]
    assert found == [*TITLES.values()]
    foreign = len(set(found) - set(listed))
    measured(f"A search of tenant 1 returned {foreign} document of tenant 2.")


async def test_policy_filters_the_query_that_forgets_the_tenant(
    filled: Database, app_database: Database, role: str
) -> None:
    await execute(filled, *protect("documents", role))

    async with tenant_session(app_database, 1) as session:
        found = await wrong.search(session, "Tea")

    assert found == [TITLES[1]]


async def test_new_row_belongs_to_the_tenant_and_to_no_other(
    filled: Database, app_database: Database, role: str
) -> None:
    await execute(filled, *protect("documents", role))

    async with tenant_session(app_database, 1) as session:
        document = Document(title="Milk")
        session.add(document)
        await session.flush()
        await session.refresh(document)
    with pytest.raises(DBAPIError, match="row-level security policy"):
        async with tenant_session(app_database, 1) as session:
            session.add(Document(title="Sugar", tenant_id=2))

    assert document.tenant_id == 1


async def test_session_without_a_tenant_reads_nothing(
    filled: Database, app_database: Database, role: str
) -> None:
    await execute(filled, *protect("documents", role))
    count = select(func.count()).select_from(Document)

    async with tenant_session(app_database, 1) as session:
        own = await session.scalar(count)
    async with app_database.sessions() as session:
        without = await session.scalar(count)

    assert (own, without) == (1, 0)


async def test_table_without_a_policy_is_found(filled: Database, role: str) -> None:
    await execute(filled, "CREATE TABLE notes (tenant_id bigint)")
    async with filled.sessions() as session:
        before = await find_unprotected(session)
    await execute(filled, *protect("documents", role), *protect("notes", role))
    async with filled.sessions() as session:
        after = await find_unprotected(session)

    assert (before, after) == (["documents", "notes"], [])
