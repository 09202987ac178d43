# /// bad
# harm = "tests/antipatterns/health/test_start.py::test_start_that_asks_the_database_fails"
# right = "examples/shop/app/main.py"
# ///
"""A lifespan that fails while the database is down."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from sqlalchemy import select

from app.core.database import read_session
from app.main import open_connections


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Start only if the database answers."""
    async with AsyncExitStack() as opened:
        await open_connections(app, app.state.settings, opened)
        async with read_session(app.state.database) as session:
            await session.execute(select(1))
        yield
