"""What the shop does with accounts, for routes, jobs and commands alike."""

from app.core.database import Database, reading, unit_of_work
from app.core.errors import InvalidTokenError
from app.core.pagination import Page, PageParams
from app.core.passwords import PasswordHasher
from app.core.tokens import AccessToken
from app.users.exceptions import (
    InvalidCredentialsError,
    OwnAccountError,
    UserNotFoundError,
    WrongPasswordError,
)
from app.users.models import Role, User
from app.users.repository import UserRepository
from app.users.schemas import AccountUpdate, UserCreate, UserRead, UserUpdate


class UserService:
    """Takes and returns schemas, raises domain errors, commits nothing."""

    def __init__(self, users: UserRepository) -> None:
        self.users = users

    async def register(self, data: UserCreate, passwords: PasswordHasher) -> UserRead:
        """Store a new account; EmailTakenError when the address is known.

        The hash comes first: while it takes its time, no connection is held.
        """
        password_hash = await passwords.hash(data.password.get_secret_value())
        user = User(
            email=data.email, full_name=data.full_name, password_hash=password_hash
        )
        await self.users.save(user)
        return UserRead.model_validate(user)

    async def read(self, user_id: int) -> UserRead:
        """Return the account; UserNotFoundError without one."""
        return UserRead.model_validate(await self._find(user_id))

    async def authorize(self, token: AccessToken) -> UserRead:
        """Return the account that a token speaks of, if its tokens still count."""
        user = await self.users.get(token.user_id)
        if not counts(user, token):
            raise InvalidTokenError
        return UserRead.model_validate(user)

    async def list_page(self, params: PageParams) -> Page[UserRead]:
        """Return one page of accounts; a page past the last one is empty."""
        users, total = await self.users.list_page(params)
        return Page[UserRead].of(users, params, total)

    async def change(self, user_id: int, data: UserUpdate) -> UserRead:
        """Change the fields that were sent; EmailTakenError as in `register`."""
        user = await self._find(user_id)
        for name, value in data.model_dump().items():  # leaves MISSING out
            setattr(user, name, value)
        await self.users.save(user)
        return UserRead.model_validate(user)

    async def administer(
        self, user_id: int, data: AccountUpdate, admin: UserRead
    ) -> UserRead:
        """Change role or activity of somebody else's account.

        Whoever is deactivated starts anew later: the tokens stay void.
        """
        if user_id == admin.id:
            raise OwnAccountError
        user = await self._find(user_id)
        changes = data.model_dump()
        for name, value in changes.items():
            setattr(user, name, value)
        await self.users.save(user)
        if changes.get("is_active") is False:
            await self.users.void_tokens(user)
        return UserRead.model_validate(user)

    async def void_tokens(self, user_id: int) -> None:
        """Log the account out everywhere: no token issued so far counts any more."""
        await self.users.void_tokens(await self._find(user_id))

    async def make_admin(self, email: str) -> UserRead:
        """Give all rights to a known account; UserNotFoundError without one."""
        user = await self.users.find_by_email(email.lower())
        if user is None:
            raise UserNotFoundError(email)
        user.role = Role.ADMIN
        await self.users.save(user)
        return UserRead.model_validate(user)

    async def _find(self, user_id: int) -> User:
        user = await self.users.get(user_id)
        if user is None:
            raise UserNotFoundError(user_id)
        return user


class CredentialService:
    """Checks passwords, in short units of work of its own.

    A password takes a tenth of a second or more, and waits for its turn: were a
    connection held meanwhile, a burst of logins would empty the pool for everyone.
    """

    def __init__(self, database: Database, passwords: PasswordHasher) -> None:
        self.database = database
        self.passwords = passwords

    async def authenticate(self, email: str, password: str) -> AccessToken:
        """Return whose credentials these are; InvalidCredentialsError otherwise."""
        async with reading(self.database) as session:
            user = await UserRepository(session).find_by_email(email)
        known = user.password_hash if user else None
        is_right, renewed = await self.passwords.verify(password, known)
        if user is None or not is_right or not user.is_active:
            raise InvalidCredentialsError
        if renewed:
            async with unit_of_work(self.database) as session:
                await UserRepository(session).renew_hash(user, renewed)
        return AccessToken(user.id, user.token_version)

    async def change_password(self, token: AccessToken, current: str, new: str) -> None:
        """Store a new password and void all tokens, for whoever knows the current."""
        async with reading(self.database) as session:
            user = await UserRepository(session).get(token.user_id)
        if user is None or not counts(user, token):
            raise InvalidTokenError
        is_right, _ = await self.passwords.verify(current, user.password_hash)
        if not is_right:
            raise WrongPasswordError
        password_hash = await self.passwords.hash(new)
        async with unit_of_work(self.database) as session:
            users = UserRepository(session)
            if not await users.replace_password(token, password_hash):
                raise InvalidTokenError


def counts(user: User | None, token: AccessToken) -> bool:
    """Return whether the account is active and has not voided this token."""
    return user is not None and user.is_active and user.token_version == token.version
