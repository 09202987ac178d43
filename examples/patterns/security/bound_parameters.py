"""Statements with bound parameters, as an expression and as text."""

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.users.models import User


async def find_ids(session: AsyncSession, email: str) -> list[int]:
    """Return the IDs of the accounts with this email."""
    rows = await session.scalars(select(User.id).where(User.email == email))
    return list(rows)


async def find_ids_by_text(session: AsyncSession, email: str) -> list[int]:
    """Return the same: the driver sends the email apart from the statement."""
    statement = text("SELECT id FROM users WHERE email = :email")
    rows = await session.scalars(statement, {"email": email})
    return list(rows)
