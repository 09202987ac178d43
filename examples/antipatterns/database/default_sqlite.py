# /// bad
# harm = "tests/antipatterns/database/test_default_sqlite.py::test_orphans_are_stored_and_savepoints_leak"
# right = "examples/shop/app/core/database.py"
# ///
"""A SQLite engine with the defaults of its driver."""

from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


def create_engine(path: Path) -> AsyncEngine:
    """Return an engine for a database file."""
    return create_async_engine(f"sqlite+aiosqlite:///{path}")
