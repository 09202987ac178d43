# /// bad
# harm = "tests/antipatterns/scaling/test_reads_from_replica.py::test_client_misses_its_own_write"
# right = "examples/patterns/scaling/read_replica.py"
# ///
"""Every read goes to the replica."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database, read_session


@dataclass(frozen=True)
class Cluster:
    """A primary, and a replica that follows it."""

    primary: Database
    replica: Database

    @asynccontextmanager
    async def session(self) -> AsyncGenerator[AsyncSession]:
        """Read from the replica."""
        async with read_session(self.replica) as session:
            yield session
