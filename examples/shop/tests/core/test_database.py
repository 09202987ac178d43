from datetime import UTC, datetime, timedelta, timezone

import pytest
from reading import WriteWhileReadingError
from sqlalchemy import delete, insert, literal, make_url, select, text, update
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.pool import QueuePool
from sqlalchemy.sql.dml import UpdateBase

from app.config import Settings
from app.core.database import (
    Database,
    UtcDateTime,
    create_engine,
    read_session,
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


async def test_failed_unit_of_work_leaves_nothing(
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


@pytest.mark.parametrize(
    "statement",
    [
        insert(User).values(email="ada@example.com", password_hash="secret"),
        update(User).values(full_name="Ada"),
        delete(User),
    ],
    ids=["insert", "update", "delete"],
)
async def test_who_only_reads_is_found_out_when_it_writes(
    database: Database, statement: UpdateBase
) -> None:
    async with read_session(database) as session:
        with pytest.raises(WriteWhileReadingError):
            await session.execute(statement)


async def test_who_only_reads_is_found_out_when_it_adds_a_row(
    database: Database,
) -> None:
    async with read_session(database) as session:
        session.add(user("ada@example.com"))
        with pytest.raises(WriteWhileReadingError):
            await session.flush()


async def test_object_is_readable_after_the_commit(
    committing_database: Database,
) -> None:
    ada = user("ada@example.com")

    async with unit_of_work(committing_database) as session:
        session.add(ada)

    assert ada.email == "ada@example.com"
    assert ada.created_at.tzinfo is UTC


async def test_rolled_back_savepoint_takes_only_its_own_rows(
    committing_database: Database,
) -> None:
    async with unit_of_work(committing_database) as session:
        session.add(user("ada@example.com"))
        async with session.begin_nested() as savepoint:
            session.add(user("grace@example.com"))
            await session.flush()
            await savepoint.rollback()

    assert await emails(committing_database) == ["ada@example.com"]


async def test_foreign_keys_are_checked(session: AsyncSession) -> None:
    await session.execute(
        text("CREATE TABLE notes (user_id INTEGER REFERENCES users (id))")
    )

    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        await session.execute(text("INSERT INTO notes VALUES (404)"))


async def test_violated_constraint_is_named(session: AsyncSession) -> None:
    session.add_all([user("ada@example.com"), user("ada@example.com")])

    with pytest.raises(IntegrityError) as caught:
        await session.flush()

    assert violated_constraint(caught.value) == "uq_users_email"


async def test_violated_constraint_of_two_columns_is_named(
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


async def test_violation_without_a_constraint_has_no_name(
    session: AsyncSession,
) -> None:
    session.add(User(password_hash="secret"))

    with pytest.raises(IntegrityError) as caught:
        await session.flush()

    assert violated_constraint(caught.value) is None


@pytest.mark.parametrize("hours", [0, 2, -5])
async def test_time_comes_back_in_utc(session: AsyncSession, hours: int) -> None:
    noon = datetime(2026, 11, 21, 12, tzinfo=timezone(timedelta(hours=hours)))

    stored = (await session.scalars(select(literal(noon, UtcDateTime)))).one()

    assert stored == noon
    assert stored.tzinfo is UTC


async def test_absent_time_stays_absent(session: AsyncSession) -> None:
    assert await session.scalar(select(literal(None, UtcDateTime))) is None


async def test_time_without_a_zone_is_refused(session: AsyncSession) -> None:
    naive = datetime(2026, 11, 21, 12, tzinfo=UTC).replace(tzinfo=None)

    with pytest.raises(StatementError, match="a time needs its zone"):
        await session.scalar(select(literal(naive, UtcDateTime)))


async def test_change_is_read_back_with_its_time(session: AsyncSession) -> None:
    ada = user("ada@example.com")
    session.add(ada)
    await session.flush()

    ada.full_name = "Ada King"
    await session.flush()

    assert ada.updated_at >= ada.created_at


def test_pool_has_the_size_that_is_set() -> None:
    settings = Settings(
        database_url=make_url("postgresql+asyncpg://nowhere/shop"),
        database_pool_size=2,
        database_max_overflow=3,
    )

    pool = create_engine(settings).pool

    assert isinstance(pool, QueuePool)
    assert (pool.size(), pool.overflow()) == (2, -2)
