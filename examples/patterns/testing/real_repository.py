"""A test that runs the real query."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.users.models import User


class UserRepository:
    """The queries on accounts."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def by_email(self, email: str) -> User | None:
        """Return the account with this email, or None."""
        query = select(User).where(User.email == email)
        return (await self.session.scalars(query)).one_or_none()


async def is_free(email: str, users: UserRepository) -> bool:
    """Return whether the email is unused."""
    return await users.by_email(email) is None


async def test_unknown_email_is_free(session: AsyncSession) -> None:
    assert await is_free("ada@example.com", UserRepository(session))
