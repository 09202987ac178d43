"""What two pages of two tracks show of four, when one is played in between."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import MetaData

from antipatterns.database import unordered_pages as wrong
from app.core.database import Database
from app.core.pagination import PageParams
from app.users.models import User
from app.users.repository import UserRepository

HASH = "-"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_row_is_missing_from_both_pages(
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)
    async with database.sessions.begin() as session:
        session.add_all(wrong.Track(id=number) for number in range(1, 5))

    async with database.sessions.begin() as session:
        tracks = await wrong.read_page(session, skip=0, limit=2)
        first = [track.id for track in tracks]
        tracks[0].plays += 1
    async with database.sessions() as session:
        tracks = await wrong.read_page(session, skip=2, limit=2)
        second = [track.id for track in tracks]

    assert (first, second) == ([1, 2], [4, 1])
    measured(f"The first page held {first}, the second {second}.")


async def test_ordered_pages_contain_each_row_once(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(User.metadata)
    async with database.sessions.begin() as session:
        session.add_all(
            User(id=number, email=f"{number}@example.com", password_hash=HASH)
            for number in range(1, 5)
        )

    async with database.sessions.begin() as session:
        users, _ = await UserRepository(session).list_page(PageParams(page_size=2))
        first = [user.id for user in users]
        users[0].full_name = "Ada"
    async with database.sessions() as session:
        params = PageParams(page=2, page_size=2)
        users, _ = await UserRepository(session).list_page(params)
        second = [user.id for user in users]

    assert (first, second) == ([1, 2], [3, 4])
