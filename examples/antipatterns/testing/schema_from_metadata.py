# /// bad
# ast-grep = ["TEST-006"]
# harm = "tests/antipatterns/testing/test_schema_from_metadata.py::test_column_without_migration_passes"
# right = "examples/shop/tests/schema.py"
# ///
"""A test database whose tables come from the models."""

from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of the shop."""


class User(Base):
    """One account, with a column that was added today."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    password_hash: Mapped[str]
    nickname: Mapped[str | None]


async def prepare(engine: AsyncEngine) -> None:
    """Create the tables for the tests."""
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
