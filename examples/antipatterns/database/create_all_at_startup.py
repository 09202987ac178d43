# /// bad
# ast-grep = ["DB-014"]
# harm = "tests/antipatterns/database/test_create_all_at_startup.py::test_second_worker_fails_to_start"
# right = "examples/patterns/database/migration_lock.py"
# ///
"""An app that creates its tables at startup."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Item(Base):
    """Something for sale."""

    __tablename__ = "items"

    id: Mapped[int] = mapped_column(primary_key=True)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Connect, and create the missing tables."""
    engine = create_async_engine(app.state.database_url, pool_pre_ping=True)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        yield
    finally:
        await engine.dispose()
