# /// bad
# ast-grep = ["DB-001"]
# harm = "tests/antipatterns/database/test_commit_after_response.py::test_client_gets_201_for_failed_commit"
# right = "examples/shop/app/core/database.py"
# ///
"""A session that commits after the response is sent."""

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker


async def get_session(request: Request) -> AsyncGenerator[AsyncSession]:
    """Yield the request's session, and commit it after the route."""
    sessions: async_sessionmaker[AsyncSession] = request.app.state.sessions
    async with sessions() as session:
        yield session
        await session.commit()


SessionDep = Annotated[AsyncSession, Depends(get_session)]
