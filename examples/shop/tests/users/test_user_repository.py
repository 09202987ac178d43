import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.pagination import PageParams
from app.core.tokens import AccessToken
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


async def two_accounts(session: AsyncSession) -> tuple[User, User]:
    """Store two accounts that differ in nothing but their address."""
    ada, grace = [
        User(email=f"{name}@example.com", password_hash="old")
        for name in ("ada", "grace")
    ]
    session.add_all([ada, grace])
    await session.flush()
    return ada, grace


async def hashes(session: AsyncSession) -> list[str]:
    rows = await session.scalars(select(User.password_hash).order_by(User.id))
    return list(rows)


async def test_renewed_hash_is_stored_for_one_account(session: AsyncSession) -> None:
    ada, _ = await two_accounts(session)

    await UserRepository(session).renew_hash(ada, "new")

    assert await hashes(session) == ["new", "old"]


async def test_hash_that_has_changed_meanwhile_is_not_renewed(
    session: AsyncSession,
) -> None:
    ada, _ = await two_accounts(session)
    as_it_was = User(id=ada.id, password_hash="older")

    await UserRepository(session).renew_hash(as_it_was, "new")

    assert await hashes(session) == ["old", "old"]


async def test_password_is_replaced_for_one_account(session: AsyncSession) -> None:
    ada, grace = await two_accounts(session)
    subject = AccessToken(ada.id, ada.token_version)
    users = UserRepository(session)

    replaced = [await users.replace_password(subject, "new") for _ in range(2)]

    assert replaced == [True, False]
    assert await hashes(session) == ["new", "old"]
    await session.refresh(grace)
    assert grace.token_version == subject.version


async def test_list_is_in_order_of_id_whatever_was_written_last(
    session: AsyncSession,
) -> None:
    ada, grace = await two_accounts(session)
    ada.full_name = "Ada King"  # PostgreSQL puts the new row behind the others
    await session.flush()

    assert await UserRepository(session).list_page(PageParams()) == ([ada, grace], 2)


async def test_nobody_is_counted_as_none(session: AsyncSession) -> None:
    assert await UserRepository(session).list_page(PageParams()) == ([], 0)
