"""The operations on users."""

from sqlalchemy.ext.asyncio import AsyncSession

from patterns.layouts.by_domain.core.errors import NotFoundError
from patterns.layouts.by_domain.users.models import User
from patterns.layouts.by_domain.users.schemas import UserCreate, UserRead


class UserService:
    """Reads and writes users in one session."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def create(self, data: UserCreate) -> UserRead:
        """Create a user."""
        user = User(**data.model_dump())
        self.session.add(user)
        await self.session.flush()
        return UserRead.model_validate(user)

    async def read(self, user_id: int) -> UserRead:
        """Return the user; NotFoundError without one."""
        user = await self.session.get(User, user_id)
        if user is None:
            raise NotFoundError
        return UserRead.model_validate(user)
