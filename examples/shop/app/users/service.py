"""Accounts and their passwords, for routes, jobs and commands."""

from typing import Any

from pydantic import ValidationError

from app.core.database import Database, read_session, unit_of_work
from app.core.errors import ForbiddenError, InvalidTokenError, PreconditionFailedError
from app.core.etags import EntityTags
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
from app.users.schemas import (
    AccountUpdate,
    UserCreate,
    UserRead,
    UserUpdate,
    normalize_email,
)


class UserService:
    """Takes and returns schemas, raises domain errors; the unit of work commits."""

    def __init__(self, users: UserRepository) -> None:
        self.users = users

    async def register(self, data: UserCreate, passwords: PasswordHasher) -> UserRead:
        """Create an account; EmailTakenError on a duplicate email.

        The hash comes before the first statement, so it holds no connection.
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
        """Return the token's account; InvalidTokenError if the token is revoked."""
        user = await self.users.get(token.user_id)
        if not is_token_current(user, token):
            raise InvalidTokenError
        return UserRead.model_validate(user)

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
        """Update role or activity of another account; deactivation revokes tokens.

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
            await self.users.revoke_tokens(user)
            return UserRead.model_validate(user)
        return updated

    async def revoke_tokens(self, user_id: int) -> None:
        """Revoke all access and refresh tokens that the account has."""
        await self.users.revoke_tokens(await self._find(user_id))

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

    async def authenticate(self, email: str, password: str) -> AccessToken:
        """Return a token for these credentials; InvalidCredentialsError otherwise."""
        async with read_session(self.database) as session:
            user = await UserRepository(session).find_by_email(email)
        known_hash = user.password_hash if user else None
        matches, updated_hash = await self.passwords.verify(password, known_hash)
        if user is None or not matches or not user.is_active:
            raise InvalidCredentialsError
        if updated_hash:
            async with unit_of_work(self.database) as session:
                await UserRepository(session).update_hash(user, updated_hash)
        return AccessToken(user.id, user.token_version)

    async def change_password(self, token: AccessToken, current: str, new: str) -> None:
        """Store a new password and revoke all tokens; `current` has to match.

        InvalidTokenError if the token is revoked, also while the hash is computed.
        """
        async with read_session(self.database) as session:
            user = await UserRepository(session).get(token.user_id)
        if user is None or not is_token_current(user, token):
            raise InvalidTokenError
        matches, _ = await self.passwords.verify(current, user.password_hash)
        if not matches:
            raise WrongPasswordError
        password_hash = await self.passwords.hash(new)
        async with unit_of_work(self.database) as session:
            users = UserRepository(session)
            if not await users.replace_password(token, password_hash):
                raise InvalidTokenError


def is_token_current(user: User | None, token: AccessToken) -> bool:
    """Return whether the account is active and the token not revoked."""
    return user is not None and user.is_active and user.token_version == token.version


def require_admin(user: User | UserRead) -> None:
    """Raise ForbiddenError unless this is an active admin."""
    if not user.is_active or user.role is not Role.ADMIN:
        raise ForbiddenError("Only admins may do this.")


def require_known(user: User | None, user_id: int) -> User:
    """Return the account; UserNotFoundError for None."""
    if user is None:
        raise UserNotFoundError(user_id)
    return user
