"""The operations on users."""

from sqlalchemy.ext.asyncio import AsyncSession

from patterns.layouts.hybrid.core.errors import NotFoundError
from patterns.layouts.hybrid.users.models import User


class UserService:
    """Reads and writes users in one session."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def create(self, name: str) -> User:
        """Create a user."""
        user = User(name=name)
        self.session.add(user)
        await self.session.flush()
        return user

    async def read(self, user_id: int) -> User:
        """Return the user; NotFoundError without one."""
        user = await self.session.get(User, user_id)
        if user is None:
            raise NotFoundError
        return user
