"""Two doctors go off call at the same time, and one has to stay: write skew."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import MetaData, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.database import Database
from app.core.errors import TransactionAbortedError
from patterns.database import retried_unit_of_work
from patterns.database.retried_unit_of_work import (
    ATTEMPTS,
    FIRST_PAUSE,
    attempt,
    serializable,
)

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
CONFLICT = text("DO $$BEGIN RAISE SQLSTATE '40001'; END$$")
DIVISION = text("SELECT 1 / 0")


class Base(DeclarativeBase):
    """The tables of this test."""


class Doctor(Base):
    """Stays on call while no other doctor does."""

    __tablename__ = "doctors"

    id: Mapped[int] = mapped_column(primary_key=True)
    on_call: Mapped[bool] = mapped_column(default=True)


class GoOffCall:
    """Takes a doctor off call if another one stays; both first read at once."""

    def __init__(self, doctor: int, both_have_read: asyncio.Barrier) -> None:
        self.doctor = doctor
        self.both_have_read = both_have_read
        self.attempts = 0

    async def __call__(self, session: AsyncSession) -> bool:
        """Return whether the doctor could leave."""
        self.attempts += 1
        on_call = select(func.count()).select_from(Doctor).where(Doctor.on_call)
        count = await session.scalar(on_call)
        if self.attempts == 1:
            await self.both_have_read.wait()
        if count == 1:
            return False
        (await session.get_one(Doctor, self.doctor)).on_call = False
        return True


@pytest.fixture
async def doctors(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> Database:
    """Two doctors on call."""
    await create_tables(Base.metadata)
    async with database.sessions.begin() as session:
        session.add_all([Doctor(id=1), Doctor(id=2)])
    return database


async def test_serialization_failure_is_retried(doctors: Database) -> None:
    barrier = asyncio.Barrier(2)
    ada, ben = GoOffCall(1, barrier), GoOffCall(2, barrier)

    left = await asyncio.gather(serializable(doctors, ada), serializable(doctors, ben))

    assert sorted(left) == [False, True]
    assert ada.attempts + ben.attempts == 3


async def test_single_attempt_raises_transaction_aborted(doctors: Database) -> None:
    barrier = asyncio.Barrier(2)

    ends = await asyncio.gather(
        attempt(doctors, GoOffCall(1, barrier)),
        attempt(doctors, GoOffCall(2, barrier)),
        return_exceptions=True,
    )

    failures = [type(end) for end in ends if isinstance(end, Exception)]
    assert failures == [TransactionAbortedError]


async def test_last_attempt_raises_transaction_aborted(database: Database) -> None:
    attempts = 0

    async def conflict(session: AsyncSession) -> None:
        nonlocal attempts
        attempts += 1
        await session.execute(CONFLICT)

    with pytest.raises(TransactionAbortedError):
        await serializable(database, conflict)
    assert attempts == ATTEMPTS


class Half:
    """Random numbers that are all the mean."""

    def random(self) -> float:
        """Return the mean of 0 and 1."""
        return 0.5


async def test_mean_pause_doubles_with_each_attempt(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []

    async def note(seconds: float) -> None:
        pauses.append(seconds)

    async def conflict(session: AsyncSession) -> None:
        await session.execute(CONFLICT)

    monkeypatch.setattr(retried_unit_of_work, "RANDOM", Half())
    monkeypatch.setattr(asyncio, "sleep", note)
    with pytest.raises(TransactionAbortedError):
        await serializable(database, conflict)

    assert pauses == [FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4]


async def test_other_error_is_not_retried(database: Database) -> None:
    attempts = 0

    async def divide(session: AsyncSession) -> None:
        nonlocal attempts
        attempts += 1
        await session.execute(DIVISION)

    with pytest.raises(DBAPIError, match="division by zero"):
        await serializable(database, divide)
    assert attempts == 1
