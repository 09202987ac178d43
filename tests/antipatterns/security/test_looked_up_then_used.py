"""One refresh token, used twice at the same moment."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest
from accounts import account
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from antipatterns.security import looked_up_then_used as wrong
from app.auth.models import AuthSession
from app.auth.repository import SessionRepository
from app.core.database import Base, Database, unit_of_work
from app.models import load_models

NOW = datetime.now(UTC)
TOKEN = "0" * 64


class Sessions(Protocol):
    """What finds the session of a token, and marks the token."""

    async def use_token(self, token_hash: str, now: datetime) -> AuthSession | None:
        """Return the session, or None if the token doesn't count."""
        ...


@pytest.fixture
async def _logged_in(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    """Store a login with one token that has not been used."""
    load_models()
    await create_tables(Base.metadata)
    async with unit_of_work(database) as session:
        ada = account("ada@example.com")
        session.add(ada)
        await session.flush()
        login = AuthSession(
            user_id=ada.id,
            token_version=1,
            created_at=NOW,
            last_used_at=NOW,
            expires_at=NOW + timedelta(days=1),
        )
        await SessionRepository(session).add(login, TOKEN)


async def count_uses(
    sessions: async_sessionmaker[AsyncSession],
    repository: Callable[[AsyncSession], Sessions],
) -> int:
    """Use the token in two units of work at once; count those that succeed."""

    async def use() -> bool:
        async with sessions.begin() as session:
            return await repository(session).use_token(TOKEN, NOW) is not None

    return sum(await asyncio.gather(use(), use()))


@pytest.mark.usefixtures("_logged_in")
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_two_uses_at_once_both_count(
    meeting_sessions: async_sessionmaker[AsyncSession],
    measured: Callable[[str], None],
) -> None:
    uses = await count_uses(meeting_sessions, wrong.SessionRepository)

    assert uses == 2
    async with meeting_sessions() as session:
        later = await wrong.SessionRepository(session).use_token(TOKEN, NOW)
    assert later is None
    measured(
        f"One token, used twice at once, counted {uses} times; a little later it was"
        " refused."
    )


@pytest.mark.usefixtures("_logged_in")
async def test_the_shops_statement_lets_one_use_count(
    meeting_sessions: async_sessionmaker[AsyncSession],
) -> None:
    assert await count_uses(meeting_sessions, SessionRepository) == 1
