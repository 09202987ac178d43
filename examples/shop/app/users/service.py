"""What the shop does with accounts, for routes, jobs and commands alike."""

from app.core.pagination import Page, PageParams
from app.core.passwords import PasswordHasher
from app.users.exceptions import UserNotFoundError
from app.users.models import User
from app.users.repository import UserRepository
from app.users.schemas import UserCreate, UserRead, UserUpdate


class UserService:
    """Takes and returns schemas, raises domain errors, commits nothing."""

    def __init__(self, users: UserRepository, passwords: PasswordHasher) -> None:
        self.users = users
        self.passwords = passwords

    async def register(self, data: UserCreate) -> UserRead:
        """Store a new account; EmailTakenError when the address is known.

        The hash comes first: while it takes its time, no connection is held.
        """
        password_hash = await self.passwords.hash(data.password.get_secret_value())
        user = User(
            email=data.email, full_name=data.full_name, password_hash=password_hash
        )
        await self.users.save(user)
        return UserRead.model_validate(user)

    async def read(self, user_id: int) -> UserRead:
        """Return the account; UserNotFoundError without one."""
        return UserRead.model_validate(await self._find(user_id))

    async def list_page(self, params: PageParams) -> Page[UserRead]:
        """Return one page of accounts; a page past the last one is empty."""
        users, total = await self.users.list_page(params)
        return Page(
            items=[UserRead.model_validate(user) for user in users],
            page=params.page,
            page_size=params.page_size,
            total=total,
        )

    async def change(self, user_id: int, data: UserUpdate) -> UserRead:
        """Change the fields that were sent; EmailTakenError as in `register`."""
        user = await self._find(user_id)
        for name, value in data.model_dump().items():  # leaves MISSING out
            setattr(user, name, value)
        await self.users.save(user)
        return UserRead.model_validate(user)

    async def _find(self, user_id: int) -> User:
        user = await self.users.get(user_id)
        if user is None:
            raise UserNotFoundError(user_id)
        return user
