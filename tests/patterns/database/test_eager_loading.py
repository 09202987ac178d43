"""The order of what is read, where the rows are stored in another one."""

from collections.abc import Awaitable, Callable

from sqlalchemy import MetaData

from app.core.database import Database
from patterns.database.eager_loading import (
    Author,
    Base,
    Book,
    read_credits,
    read_titles,
)


async def test_rows_are_read_in_the_order_of_their_ids(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(Base.metadata)
    for number, name, title in ((2, "Ben", "Charts"), (1, "Ada", "Notes")):
        async with database.sessions.begin() as session:
            book = Book(id=number, title=title)
            session.add(Author(id=number, name=name, books=[book]))

    async with database.sessions() as session:
        titles = await read_titles(session)
        names = await read_credits(session)

    assert titles == ["Notes", "Charts"]
    assert names == ["Ada", "Ben"]
