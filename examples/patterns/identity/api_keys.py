"""API keys that the database stores as hashes."""

import secrets
from hashlib import sha256

from sqlalchemy import String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

PREFIX = "shop_"


class Base(DeclarativeBase):
    """The tables of this example."""


class ApiKey(Base):
    """The hash of a user's key, and the end of the key to tell it from others."""

    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    last_four: Mapped[str] = mapped_column(String(4))


def hash_key(key: str) -> str:
    """Return the SHA-256 of a key, which is enough for 256 random bits."""
    return sha256(key.encode()).hexdigest()


async def issue_key(session: AsyncSession, user_id: int) -> str:
    """Create a key, and return it: this is the only time that it is shown."""
    key = PREFIX + secrets.token_urlsafe(32)
    session.add(ApiKey(user_id=user_id, key_hash=hash_key(key), last_four=key[-4:]))
    return key


async def find_user(session: AsyncSession, key: str) -> int | None:
    """Return the user of a key, or None."""
    return await session.scalar(
        select(ApiKey.user_id).where(ApiKey.key_hash == hash_key(key))
    )
