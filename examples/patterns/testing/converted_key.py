"""A query by the text of a token, converted to the type of the column."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.users.models import User


async def find_by_subject(session: AsyncSession, subject: str) -> User | None:
    """Return the account that a token's `sub` claim names."""
    return await session.scalar(select(User).where(User.id == int(subject)))
