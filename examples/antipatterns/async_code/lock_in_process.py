# /// bad
# ast-grep = ["ASY-006"]
# also = { DB-005 = "the lock is meant to make this line safe" }
# harm = "tests/antipatterns/async_code/test_lock_in_process.py::test_two_processes_sell_the_last_piece"
# right = "examples/patterns/database/conditional_update.py"
# ///
"""A stock that an `asyncio.Lock` guards."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from patterns.database.conditional_update import SoldOutError, Stock


class Warehouse:
    """Sells pieces, one request at a time."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self.sessions = sessions
        self.lock = asyncio.Lock()

    async def take(self, article: str, pieces: int) -> None:
        """Take pieces from the stock; raises SoldOutError if too few are left."""
        async with self.lock, self.sessions.begin() as session:
            stock = await session.get_one(Stock, article)
            if stock.left < pieces:
                raise SoldOutError
            stock.left -= pieces
            await session.flush()
