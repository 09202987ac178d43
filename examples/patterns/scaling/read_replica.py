"""Reads that see the client's own writes, from a replica where it has them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.availability import translate_errors
from app.core.database import Database, read_session
from app.core.errors import DatabaseUnavailableError

POSITION = text("SELECT pg_current_wal_insert_lsn()")
REPLAYED = text("SELECT pg_last_wal_replay_lsn() >= CAST(:position AS pg_lsn)")


@dataclass(frozen=True)
class Cluster:
    """A primary, and a replica that follows it."""

    primary: Database
    replica: Database

    async def position(self) -> int:
        """Return the end of the write-ahead log; call it after the commit."""
        async with read_session(self.primary) as session:
            position: int = (await session.scalars(POSITION)).one()
            return position

    @asynccontextmanager
    async def session_after(self, position: int) -> AsyncGenerator[AsyncSession]:
        """Read from the replica if it has reached the position, else the primary."""
        async with read_session(self.replica) as session:
            if await self.has_replayed(session, position):
                yield session
                return
        async with read_session(self.primary) as session:
            yield session

    async def has_replayed(self, session: AsyncSession, position: int) -> bool:
        """Ask the replica; a replica that does not answer has replayed nothing."""
        try:
            with translate_errors(self.replica.outages):
                found = await session.scalar(REPLAYED, {"position": position})
        except DatabaseUnavailableError:
            return False
        return bool(found)
