# /// bad
# ast-grep = ["DB-007"]
# harm = "tests/antipatterns/database/test_expired_after_commit.py::test_stored_note_returns_500"
# right = "examples/shop/app/core/database.py"
# ///
"""Sessions that expire all objects at each commit."""

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker


def create_sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """Return a factory of sessions with SQLAlchemy's defaults."""
    return async_sessionmaker(engine)
