# /// bad
# ast-grep = ["IDP-005"]
# harm = "tests/antipatterns/identity/test_api_keys.py::test_leaked_table_holds_usable_keys"
# right = "examples/patterns/identity/api_keys.py"
# ///
"""API keys that the database stores as they are."""

import secrets

from sqlalchemy import String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class ApiKey(Base):
    """A key of a user."""

    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    api_key: Mapped[str] = mapped_column(String(64), unique=True)


async def issue_key(session: AsyncSession, user_id: int) -> str:
    """Create a key."""
    key = secrets.token_urlsafe(32)
    session.add(ApiKey(user_id=user_id, api_key=key))
    return key


async def find_user(session: AsyncSession, key: str) -> int | None:
    """Return the user of a key, or None."""
    return await session.scalar(select(ApiKey.user_id).where(ApiKey.api_key == key))
