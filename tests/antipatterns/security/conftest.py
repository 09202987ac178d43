"""A user who has logged in, for the examples about sessions."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from accounts import account
from sqlalchemy import MetaData

from app.core.database import Base, Database, unit_of_work
from app.models import load_models
from app.sessions.service import Grant, SessionService


@pytest.fixture
async def login(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> Grant:
    """Return the session of a user who has just logged in."""
    load_models()
    await create_tables(Base.metadata)
    async with unit_of_work(database) as session:
        ada = account("ada@example.com")
        session.add(ada)
        await session.flush()
        sessions = SessionService.on(session)
        return await sessions.start(ada.id, None, timedelta(days=30))
