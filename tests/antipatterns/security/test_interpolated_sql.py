"""What an email with a quote does to a statement."""

from collections.abc import Awaitable, Callable

import pytest
from accounts import account
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncSession

from antipatterns.security import interpolated_sql as wrong
from app.core.database import Base, Database, unit_of_work
from app.models import load_models
from patterns.security import bound_parameters as right

type Find = Callable[[AsyncSession, str], Awaitable[list[int]]]
EMAILS = ["ada@example.com", "grace@example.com", "o'neill@example.com"]
INJECTION = "' OR '1'='1"


@pytest.fixture
async def session(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> AsyncSession:
    """Return a session on three accounts."""
    load_models()
    await create_tables(Base.metadata)
    async with unit_of_work(database) as session:
        session.add_all([account(email) for email in EMAILS])
    return database.sessions()


async def test_name_becomes_part_of_the_statement(
    session: AsyncSession, measured: Callable[[str], None]
) -> None:
    async with session:
        own = await wrong.find_ids(session, EMAILS[0])
        injected = await wrong.find_ids(session, INJECTION)

    assert (len(own), len(injected)) == (1, 3)
    measured(
        f"The email `{INJECTION}` returned {len(injected)} of {len(EMAILS)} accounts."
    )


@pytest.mark.parametrize("find", [right.find_ids, right.find_ids_by_text])
async def test_bound_value_stays_a_value(session: AsyncSession, find: Find) -> None:
    async with session:
        injected = await find(session, INJECTION)
        quoted = await find(session, EMAILS[2])

    assert (injected, len(quoted)) == ([], 1)
