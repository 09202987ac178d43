# /// bad
# harm = "tests/antipatterns/testing/test_passes_on_sqlite.py::test_text_key_fails_on_postgresql_only"
# right = "examples/patterns/testing/converted_key.py"
# ///
"""A query by the text of a token, which SQLite converts implicitly."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.users.models import User


async def find_by_subject(session: AsyncSession, subject: str) -> User | None:
    """Return the account that a token's `sub` claim names."""
    return await session.scalar(select(User).where(User.id == subject))
