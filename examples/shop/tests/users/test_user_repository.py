import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database, unit_of_work
from app.core.pagination import PageParams
from app.users.models import User
from app.users.repository import UserRepository


async def test_other_violation_raises_integrity_error(
    session: AsyncSession,
) -> None:
    nameless = User(password_hash="secret")

    with pytest.raises(IntegrityError, match=r"(?i)not.null"):
        await UserRepository(session).save(nameless)


async def test_violation_message_hides_parameters(session: AsyncSession) -> None:
    hashed = "$argon2id$not-for-the-log"
    users = UserRepository(session)

    with pytest.raises(IntegrityError) as caught:
        await users.save(User(password_hash=hashed))

    assert "SQL parameters hidden" in str(caught.value)


async def two_accounts(session: AsyncSession) -> tuple[User, User]:
    """Store two accounts that differ only in their email."""
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


async def test_updated_hash_is_stored_for_one_account(session: AsyncSession) -> None:
    ada, _ = await two_accounts(session)

    await UserRepository(session).update_hash(ada, "new")

    assert await hashes(session) == ["new", "old"]


async def test_hash_of_a_changed_password_is_not_updated(
    session: AsyncSession,
) -> None:
    ada, _ = await two_accounts(session)
    as_it_was = User(id=ada.id, password_hash="older")

    await UserRepository(session).update_hash(as_it_was, "new")

    assert await hashes(session) == ["old", "old"]


async def test_list_is_ordered_by_id(
    session: AsyncSession,
) -> None:
    ada, grace = await two_accounts(session)
    ada.full_name = "Ada King"  # PostgreSQL puts the new row behind the others
    await session.flush()

    assert await UserRepository(session).list_page(PageParams()) == ([ada, grace], 2)


async def test_empty_table_has_total_zero(session: AsyncSession) -> None:
    assert await UserRepository(session).list_page(PageParams()) == ([], 0)


async def test_every_update_increments_the_version(session: AsyncSession) -> None:
    ada, grace = await two_accounts(session)
    users = UserRepository(session)

    ada.full_name = "Ada King"
    await users.save(ada)
    await users.update_hash(ada, "new")

    locked = await users.lock(ada.id, grace.id)
    assert locked == {ada.id: ada, grace.id: grace}
    assert (ada.version, grace.version) == (3, 1)


async def test_lock_reads_the_current_row(
    committing_database: Database,
) -> None:
    async with unit_of_work(committing_database) as session:
        session.add(User(email="ada@example.com", password_hash="old"))
    async with committing_database.sessions() as session:
        users = UserRepository(session)
        ada = (await session.scalars(select(User))).one()
        await session.commit()
        async with unit_of_work(committing_database) as other:
            await other.execute(update(User).values(full_name="Ada King"))

        locked = await users.lock(ada.id)

    assert locked[ada.id] is ada
    assert ada.full_name == "Ada King"
