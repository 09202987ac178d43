"""What an attacker can do with a leaked table of API keys."""

from collections.abc import Awaitable, Callable

from sqlalchemy import MetaData, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from antipatterns.identity import plain_api_keys as wrong
from app.core.database import Database, unit_of_work
from patterns.identity import api_keys as right

type Issue = Callable[[AsyncSession, int], Awaitable[str]]
type Find = Callable[[AsyncSession, str], Awaitable[int | None]]
ADA = 7


async def users_of(
    database: Database, issue: Issue, find: Find, column: InstrumentedAttribute[str]
) -> tuple[int | None, int | None]:
    """Issue a key; return its user, and the user of the stored value."""
    async with unit_of_work(database) as session:
        key = await issue(session, ADA)
    async with database.sessions() as session:
        [leaked] = await session.scalars(select(column))
        return await find(session, key), await find(session, leaked)


async def test_leaked_table_holds_usable_keys(
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)

    users = await users_of(
        database, wrong.issue_key, wrong.find_user, wrong.ApiKey.api_key
    )

    assert users == (ADA, ADA)
    measured(f"The value in the table logged an attacker in as user {users[1]}.")


async def test_stored_hash_opens_nothing(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(right.Base.metadata)

    users = await users_of(
        database, right.issue_key, right.find_user, right.ApiKey.key_hash
    )

    assert users == (ADA, None)
    async with database.sessions() as session:
        [last_four] = await session.scalars(select(right.ApiKey.last_four))
    assert len(last_four) == 4
