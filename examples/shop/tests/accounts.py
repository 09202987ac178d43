"""Accounts of the tests, and who is signed in to them."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

from httpx import AsyncClient
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import SecretStr, TypeAdapter
from sqlalchemy import select

from app.core.database import Database, unit_of_work
from app.core.passwords import PasswordHasher
from app.core.tokens import AccessToken
from app.sessions.models import AuthSession
from app.users.models import Role, User

JWT_KEYS = '{"test": "the key that signs the tokens of all tests"}'
SIGNING_KEYS = TypeAdapter(dict[str, SecretStr]).validate_json(JWT_KEYS)
"""The same key for servers, which read it from the environment, and for settings."""
CORRECT_HORSE = "correct horse battery staple"
ANY_VERSION = {"If-Match": "*"}
CHEAP = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])


def hasher_with(algorithm: PasswordHash = CHEAP) -> PasswordHasher:
    """Return a hasher with four threads and a long queue."""
    return PasswordHasher(algorithm, concurrency=4, max_waiting=100)


class SignIn(Protocol):
    """Returns a client that sends the account's token with each request."""

    async def __call__(
        self, email: str = "ada@example.com", role: Role = Role.CUSTOMER
    ) -> AsyncClient:
        """Make the account if it is new, with this role."""
        ...


def account(email: str, role: Role = Role.CUSTOMER) -> User:
    """Return an account whose password is `CORRECT_HORSE`."""
    return User(email=email, password_hash=CHEAP.hash(CORRECT_HORSE), role=role)


async def access_token_of(database: Database, email: str, role: Role) -> AccessToken:
    """Return a token of a new session; create the account if it is new."""
    async with unit_of_work(database) as session:
        user = await session.scalar(select(User).where(User.email == email))
        if user is None:
            user = account(email, role)
            session.add(user)
            await session.flush()
        login = login_of(user)
        session.add(login)
    return AccessToken(user.id, login.id)


def login_of(user: User, lifetime: timedelta = timedelta(days=30)) -> AuthSession:
    """Return a session of the user that started now."""
    now = datetime.now(UTC)
    return AuthSession(
        user_id=user.id,
        created_at=now,
        last_used_at=now,
        expires_at=now + lifetime,
    )
