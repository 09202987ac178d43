"""Who may work while the lock is held."""

import asyncio

import pytest
from sqlalchemy import text

from app.core.database import Database
from patterns.database.migration_lock import one_at_a_time

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


async def work(database: Database, name: str, diary: list[str]) -> None:
    async with one_at_a_time(database.engine) as connection:
        diary.append(f"{name} begins")
        await connection.execute(text("SELECT pg_sleep(0.05)"))
        diary.append(f"{name} ends")


async def test_second_migration_waits_for_the_first(database: Database) -> None:
    diary: list[str] = []

    await asyncio.gather(work(database, "a", diary), work(database, "b", diary))

    first, second = diary[0][0], diary[2][0]
    assert {first, second} == {"a", "b"}
    assert diary == [
        f"{name} {what}" for name in (first, second) for what in ("begins", "ends")
    ]


async def test_failed_migration_releases_the_lock(database: Database) -> None:
    async def fail() -> None:
        async with one_at_a_time(database.engine) as connection:
            await connection.execute(text("SELECT 1 / 0"))

    with pytest.raises(Exception, match="division by zero"):
        await fail()
    diary: list[str] = []
    async with asyncio.timeout(5):
        await work(database, "a", diary)

    assert diary == ["a begins", "a ends"]
