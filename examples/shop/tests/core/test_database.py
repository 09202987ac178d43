from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import literal, make_url, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.pool import QueuePool

from app.config import Settings
from app.core.database import (
    Database,
    UtcDateTime,
    create_engine,
    unit_of_work,
    violated_constraint,
)
from app.users.models import User


def user(email: str) -> User:
    return User(email=email, password_hash="secret")


async def emails(database: Database) -> list[str]:
    async with database.sessions() as session:
        return list(await session.scalars(select(User.email).order_by(User.id)))


async def test_unit_of_work_commits_at_its_end(committing_database: Database) -> None:
    async with unit_of_work(committing_database) as session:
        session.add(user("ada@example.com"))

    assert await emails(committing_database) == ["ada@example.com"]


async def test_failed_unit_of_work_rolls_back(
    committing_database: Database,
) -> None:
    async def fail() -> None:
        async with unit_of_work(committing_database) as session:
            session.add(user("ada@example.com"))
            await session.flush()
            raise RuntimeError("out of tea")

    with pytest.raises(RuntimeError, match="out of tea"):
        await fail()

    assert await emails(committing_database) == []


async def test_object_is_readable_after_commit(
    committing_database: Database,
) -> None:
    ada = user("ada@example.com")

    async with unit_of_work(committing_database) as session:
        session.add(ada)

    assert ada.email == "ada@example.com"
    assert ada.created_at.tzinfo is UTC


async def test_rolled_back_savepoint_discards_only_its_own_rows(
    committing_database: Database,
) -> None:
    async with unit_of_work(committing_database) as session:
        session.add(user("ada@example.com"))
        async with session.begin_nested() as savepoint:
            session.add(user("grace@example.com"))
            await session.flush()
            await savepoint.rollback()

    assert await emails(committing_database) == ["ada@example.com"]


async def test_foreign_keys_are_enforced(session: AsyncSession) -> None:
    await session.execute(
        text("CREATE TABLE notes (user_id INTEGER REFERENCES users (id))")
    )

    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        await session.execute(text("INSERT INTO notes VALUES (404)"))


async def test_unique_violation_names_the_constraint(session: AsyncSession) -> None:
    session.add_all([user("ada@example.com"), user("ada@example.com")])

    with pytest.raises(IntegrityError) as caught:
        await session.flush()

    assert violated_constraint(caught.value) == "uq_users_email"


async def test_unique_violation_of_two_columns_names_the_constraint(
    session: AsyncSession,
) -> None:
    await session.execute(
        text(
            "CREATE TABLE votes (item INTEGER, voter INTEGER,"
            " CONSTRAINT uq_votes_item_voter UNIQUE (item, voter))"
        )
    )

    with pytest.raises(IntegrityError) as caught:
        await session.execute(text("INSERT INTO votes VALUES (1, 2), (1, 2)"))

    assert violated_constraint(caught.value) == "uq_votes_item_voter"


async def test_not_null_violation_names_no_constraint(
    session: AsyncSession,
) -> None:
    session.add(User(password_hash="secret"))

    with pytest.raises(IntegrityError) as caught:
        await session.flush()

    assert violated_constraint(caught.value) is None


@pytest.mark.parametrize("hours", [0, 2, -5])
async def test_datetime_is_returned_in_utc(session: AsyncSession, hours: int) -> None:
    noon = datetime(2026, 11, 21, 12, tzinfo=timezone(timedelta(hours=hours)))

    stored = (await session.scalars(select(literal(noon, UtcDateTime)))).one()

    assert stored == noon
    assert stored.tzinfo is UTC


async def test_null_datetime_stays_null(session: AsyncSession) -> None:
    assert await session.scalar(select(literal(None, UtcDateTime))) is None


async def test_naive_datetime_is_refused(session: AsyncSession) -> None:
    naive = datetime(2026, 11, 21, 12, tzinfo=UTC).replace(tzinfo=None)

    with pytest.raises(StatementError, match="the datetime has no time zone"):
        await session.scalar(select(literal(naive, UtcDateTime)))


async def test_updated_at_is_loaded_after_update(session: AsyncSession) -> None:
    ada = user("ada@example.com")
    session.add(ada)
    await session.flush()

    ada.full_name = "Ada King"
    await session.flush()

    assert ada.updated_at >= ada.created_at


def test_pool_has_the_configured_size() -> None:
    settings = Settings(
        database_url=make_url("postgresql+asyncpg://nowhere/shop"),
        database_pool_size=2,
        database_max_overflow=3,
    )

    pool = create_engine(settings.database_url, settings.database_options).pool

    assert isinstance(pool, QueuePool)
    assert (pool.size(), pool.overflow()) == (2, -2)
