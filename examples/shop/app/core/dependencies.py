"""The database and the session of a request, as dependencies of routes (DB-002)."""

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database, read_session, unit_of_work

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


async def get_database(request: Request) -> Database:
    """Return the database that the lifespan opened."""
    database: Database = request.app.state.database
    return database


DatabaseDep = Annotated[Database, Depends(get_database)]


async def get_session(
    request: Request, database: DatabaseDep
) -> AsyncGenerator[AsyncSession]:
    """Yield the request's session: a unit of work, or read-only for a safe method."""
    begin = read_session if request.method in SAFE_METHODS else unit_of_work
    async with begin(database) as session:
        yield session


# scope="function" commits before the response is sent. Without it the client gets a
# 201 first, and the commit can still fail.
SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]
