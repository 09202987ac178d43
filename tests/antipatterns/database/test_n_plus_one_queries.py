"""Count the queries for the books of several authors."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import MetaData, event

from antipatterns.database import n_plus_one_queries as wrong
from app.core.database import Database
from patterns.database import eager_loading as right

AUTHORS = 20


@contextmanager
def statements_on(database: Database) -> Iterator[list[str]]:
    """Collect the SELECT statements that the engine sends."""
    heard: list[str] = []

    def listen(*call: object) -> None:
        if "SELECT" in str(call[2]):
            heard.append(str(call[2]))

    event.listen(database.engine.sync_engine, "before_cursor_execute", listen)
    yield heard
    event.remove(database.engine.sync_engine, "before_cursor_execute", listen)


async def test_each_author_adds_a_query(
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)
    async with database.sessions.begin() as session:
        session.add_all(
            wrong.Author(books=[wrong.Book(title=f"{number:02}")])
            for number in range(AUTHORS)
        )

    with statements_on(database) as statements:
        async with database.sessions() as session:
            titles = await wrong.read_titles(session)

    assert len(titles) == AUTHORS
    assert len(statements) == 1 + AUTHORS
    measured(f"{AUTHORS} authors took {len(statements)} queries.")


async def test_eager_loading_takes_two_queries(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(right.Base.metadata)
    async with database.sessions.begin() as session:
        session.add_all(
            right.Author(name="Ada", books=[right.Book(title=f"{number:02}")])
            for number in range(AUTHORS)
        )

    with statements_on(database) as statements:
        async with database.sessions() as session:
            titles = await right.read_titles(session)

    assert len(titles) == AUTHORS
    assert len(statements) == 2
