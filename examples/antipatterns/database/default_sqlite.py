# /// bad
# harm = "tests/antipatterns/database/test_default_sqlite.py::test_orphan_and_rolled_back_row_are_stored"
# right = "examples/shop/app/core/database.py"
# ///
"""A SQLite engine with the defaults of its driver."""

from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


def create_engine(path: Path) -> AsyncEngine:
    """Return an engine for a database file."""
    return create_async_engine(f"sqlite+aiosqlite:///{path}")
