# /// bad
# mypy = ["misc"]
# basedpyright = ["reportInvalidTypeForm", "reportReturnType"]
# right = "examples/shop/app/core/database.py"
# ///
"""A dependency that yields a session and says it returns one."""

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker


async def get_session(request: Request) -> AsyncSession:
    """Yield the request's session."""
    sessions: async_sessionmaker[AsyncSession] = request.app.state.sessions
    async with sessions() as session:
        yield session
