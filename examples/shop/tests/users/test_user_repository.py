import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.users.models import User
from app.users.repository import UserRepository


async def test_other_violations_are_not_taken_for_a_conflict(
    session: AsyncSession,
) -> None:
    nameless = User(password_hash="secret")

    with pytest.raises(IntegrityError, match=r"(?i)not.null"):
        await UserRepository(session).save(nameless)


async def test_logged_violation_tells_no_parameter(session: AsyncSession) -> None:
    hashed = "$argon2id$not-for-the-log"
    users = UserRepository(session)

    with pytest.raises(IntegrityError) as caught:
        await users.save(User(password_hash=hashed))

    assert "SQL parameters hidden" in str(caught.value)
