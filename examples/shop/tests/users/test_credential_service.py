import asyncio
from typing import override

import pytest
from accounts import CORRECT_HORSE, access_token_of, account
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database, unit_of_work
from app.core.errors import InvalidTokenError
from app.core.passwords import PasswordHasher
from app.core.tokens import AccessToken
from app.users.exceptions import InvalidCredentialsError
from app.users.models import Role, User
from app.users.service import CredentialService, UserService


@pytest.fixture
def service(database: Database, cheap_hasher: PasswordHasher) -> CredentialService:
    return CredentialService(database, cheap_hasher)


@pytest.mark.parametrize("password", [CORRECT_HORSE, "wrong horse"])
async def test_revoked_token_raises_whatever_the_password(
    service: CredentialService, database: Database, password: str
) -> None:
    ada = await access_token_of(database, "ada@example.com", Role.CUSTOMER)
    revoked = AccessToken(ada.user_id, ada.session_id + 1)

    with pytest.raises(InvalidTokenError):
        await service.change_password(revoked, password, "a new, longer one")

    verified = await service.authenticate("ada@example.com", CORRECT_HORSE)
    assert verified.user_id == ada.user_id


async def test_token_of_unknown_account_raises(service: CredentialService) -> None:
    with pytest.raises(InvalidTokenError):
        await service.change_password(AccessToken(404, 1), CORRECT_HORSE, "a new one")


async def test_session_of_another_user_changes_no_password(
    service: CredentialService, database: Database
) -> None:
    ada = await access_token_of(database, "ada@example.com", Role.CUSTOMER)
    grace = await access_token_of(database, "grace@example.com", Role.CUSTOMER)
    mixed = AccessToken(ada.user_id, grace.session_id)

    with pytest.raises(InvalidTokenError):
        await service.change_password(mixed, CORRECT_HORSE, "a new, longer one")


@pytest.mark.parametrize(
    "change", [{"password_hash": "another"}, {"is_active": False}, {"id": 404}]
)
async def test_credentials_changed_since_are_not_locked(
    service: CredentialService, session: AsyncSession, change: dict[str, object]
) -> None:
    ada = account("ada@example.com")
    session.add(ada)
    await session.commit()
    verified = await service.authenticate("ada@example.com", CORRECT_HORSE)
    for name, value in change.items():
        setattr(ada, name, value)
    await session.commit()

    with pytest.raises(InvalidCredentialsError):
        await UserService.on(session).lock_credentials(verified)


class MeetingHasher(PasswordHasher):
    """Holds back two verifications until both have read the old hash."""

    def __init__(self, algorithm: PasswordHash) -> None:
        super().__init__(algorithm, concurrency=2, max_waiting=2)
        self.meeting = asyncio.Barrier(2)
        self.calls = 0

    @override
    async def verify(
        self, password: str, password_hash: str | None
    ) -> tuple[bool, str | None]:
        self.calls += 1
        if self.calls <= 2:
            await self.meeting.wait()
        return await super().verify(password, password_hash)


async def test_two_logins_that_renew_hash_at_once_both_succeed(
    committing_database: Database, cheap_hasher: PasswordHasher
) -> None:
    older = PasswordHash([Argon2Hasher(time_cost=2, memory_cost=8, parallelism=1)])
    user = User(email="ada@example.com", password_hash=older.hash(CORRECT_HORSE))
    async with unit_of_work(committing_database) as session:
        session.add(user)
    hasher = MeetingHasher(cheap_hasher.algorithm)
    service = CredentialService(committing_database, hasher)

    first, second = await asyncio.gather(
        *[service.authenticate(user.email, CORRECT_HORSE) for _ in range(2)]
    )

    assert first == second
    assert hasher.calls == 3
    async with unit_of_work(committing_database) as session:
        await UserService.on(session).lock_credentials(first)
