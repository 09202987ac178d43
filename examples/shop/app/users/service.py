"""Accounts and their passwords, for routes, jobs and commands."""

from dataclasses import dataclass, field
from typing import Any, Self

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from app import APP_NAME
from app.core.database import Database, read_session, unit_of_work
from app.core.errors import ForbiddenError, InvalidTokenError, PreconditionFailedError
from app.core.etags import EntityTags
from app.core.pagination import Page, PageParams
from app.core.passwords import PasswordHasher
from app.core.tokens import AccessToken
from app.sessions.service import SessionService
from app.users.exceptions import (
    InvalidCredentialsError,
    OwnAccountError,
    UserNotFoundError,
    WeakPasswordError,
    WrongPasswordError,
)
from app.users.models import Role, User
from app.users.repository import UserRepository
from app.users.schemas import (
    AccountUpdate,
    UserCreate,
    UserRead,
    UserUpdate,
    normalize_email,
)


@dataclass(frozen=True, slots=True)
class VerifiedCredentials:
    """An active user whose password was right, and the hash that it matched."""

    user_id: int
    password_hash: str = field(repr=False)


class UserService:
    """Takes and returns schemas, raises domain errors; the unit of work commits."""

    def __init__(self, users: UserRepository, sessions: SessionService) -> None:
        self.users = users
        self.sessions = sessions

    @classmethod
    def on(cls, session: AsyncSession) -> Self:
        """Return a service whose statements run in this database session."""
        return cls(UserRepository(session), SessionService.on(session))

    async def register(self, data: UserCreate, passwords: PasswordHasher) -> UserRead:
        """Create an account; WeakPasswordError, or EmailTakenError on a duplicate.

        The hash comes before the first statement, so it holds no connection.
        """
        password = data.password.get_secret_value()
        if await passwords.is_guessable(password, data.email, data.full_name, APP_NAME):
            raise WeakPasswordError
        password_hash = await passwords.hash(password)
        user = User(
            email=data.email, full_name=data.full_name, password_hash=password_hash
        )
        await self.users.save(user)
        return UserRead.model_validate(user)

    async def read(self, user_id: int) -> UserRead:
        """Return the account; UserNotFoundError without one."""
        return UserRead.model_validate(await self._find(user_id))

    async def authorize(self, token: AccessToken) -> UserRead:
        """Return the token's active user; InvalidTokenError unless its session is live.

        One query reads the user and checks the session. It runs on every request, so
        a token is refused as soon as its session has ended.
        """
        return UserRead.model_validate(await self.find_current(token))

    async def lock_credentials(self, credentials: VerifiedCredentials) -> None:
        """Lock the user until the commit; InvalidCredentialsError if they are outdated.

        Hashing takes a while. Without the lock, a session could start after a password
        change or a deactivation has revoked all sessions.
        """
        user_id = credentials.user_id
        user = (await self.users.lock(user_id)).get(user_id)
        if user is None or not user.is_active:
            raise InvalidCredentialsError
        if user.password_hash != credentials.password_hash:
            raise InvalidCredentialsError

    async def list_page(self, params: PageParams) -> Page[UserRead]:
        """Return one page of accounts; a page past the last one is empty."""
        users, total = await self.users.list_page(params)
        return Page[UserRead].of(users, params, total)

    async def update(
        self, user_id: int, data: UserUpdate, if_match: EntityTags
    ) -> UserRead:
        """Update the fields that are set.

        PreconditionFailedError on a stale tag, EmailTakenError on a duplicate email.
        """
        locked = await self.users.lock(user_id)
        user = require_known(locked.get(user_id), user_id)
        return await self._update(user, data.model_dump(), if_match)

    async def update_account(
        self, user_id: int, data: AccountUpdate, admin: UserRead, if_match: EntityTags
    ) -> UserRead:
        """Update role or activity of another account; deactivation revokes sessions.

        Two admins who demote each other at once would both pass the check in the
        dependency. So both rows are locked, and the check is repeated (SEC-016).
        """
        if user_id == admin.id:
            raise OwnAccountError
        locked = await self.users.lock(admin.id, user_id)
        require_admin(locked[admin.id])
        user = require_known(locked.get(user_id), user_id)
        updated = await self._update(user, data.model_dump(), if_match)
        if data.is_active is False:
            await self.sessions.revoke_all(user_id)
        return updated

    async def change_password(self, token: AccessToken, password_hash: str) -> None:
        """Store a new hash and revoke every session, the token's included.

        The row is locked before the session is checked: the second of two concurrent
        changes finds its session revoked and raises InvalidTokenError.
        """
        await self.users.lock(token.user_id)
        user = await self.find_current(token)
        user.password_hash = password_hash
        await self.users.save(user)
        await self.sessions.revoke_all(user.id)

    async def make_admin(self, email: str) -> UserRead:
        """Make an account an admin; UserNotFoundError if no account has this email."""
        try:
            user = await self.users.find_by_email(normalize_email(email))
        except ValidationError as error:
            raise UserNotFoundError(email) from error
        if user is None:
            raise UserNotFoundError(email)
        user.role = Role.ADMIN
        await self.users.save(user)
        return UserRead.model_validate(user)

    async def find_current(self, token: AccessToken) -> User:
        """Return the row with its password hash; InvalidTokenError as `authorize`."""
        user = await self.users.find_current(token)
        if user is None:
            raise InvalidTokenError
        return user

    async def _find(self, user_id: int) -> User:
        return require_known(await self.users.get(user_id), user_id)

    async def _update(
        self, user: User, values: dict[str, Any], if_match: EntityTags
    ) -> UserRead:
        if not if_match.match_strongly(UserRead.model_validate(user).etag):
            raise PreconditionFailedError
        for name, value in values.items():  # model_dump() leaves MISSING out
            setattr(user, name, value)
        await self.users.save(user)
        return UserRead.model_validate(user)


class CredentialService:
    """Verifies passwords in short units of work of its own.

    A hash takes a tenth of a second or more, and may wait. A login that held a
    connection meanwhile would let a burst of logins exhaust the connection pool.
    """

    def __init__(self, database: Database, passwords: PasswordHasher) -> None:
        self.database = database
        self.passwords = passwords

    async def authenticate(self, email: str, password: str) -> VerifiedCredentials:
        """Return the user with this password; InvalidCredentialsError without one."""
        async with read_session(self.database) as session:
            user = await UserRepository(session).find_by_email(email)
        known_hash = user.password_hash if user else None
        matches, updated_hash = await self.passwords.verify(password, known_hash)
        if user is None or not matches or not user.is_active:
            raise InvalidCredentialsError
        if updated_hash is None:
            return VerifiedCredentials(user.id, user.password_hash)
        async with unit_of_work(self.database) as session:
            is_stored = await UserRepository(session).update_hash(user, updated_hash)
        if not is_stored:  # by a concurrent login, or by a password change
            return await self.authenticate(email, password)
        return VerifiedCredentials(user.id, updated_hash)

    async def change_password(self, token: AccessToken, current: str, new: str) -> None:
        """Store a new password and revoke all sessions.

        WrongPasswordError if `current` doesn't match, WeakPasswordError, or
        InvalidTokenError if the session has ended, also while the hash is computed.
        """
        async with read_session(self.database) as session:
            user = await UserService.on(session).find_current(token)
        matches, _ = await self.passwords.verify(current, user.password_hash)
        if not matches:
            raise WrongPasswordError
        context = (user.email, user.full_name, APP_NAME)
        if await self.passwords.is_guessable(new, *context):
            raise WeakPasswordError
        password_hash = await self.passwords.hash(new)
        async with unit_of_work(self.database) as session:
            await UserService.on(session).change_password(token, password_hash)


def require_admin(user: User | UserRead) -> None:
    """Raise ForbiddenError unless this is an active admin."""
    if not user.is_active or user.role is not Role.ADMIN:
        raise ForbiddenError("Only admins may do this.")


def require_known(user: User | None, user_id: int) -> User:
    """Return the account; UserNotFoundError for None."""
    if user is None:
        raise UserNotFoundError(user_id)
    return user
