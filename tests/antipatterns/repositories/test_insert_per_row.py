"""Count the statements of an import."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import MetaData, event, func, select

from antipatterns.repositories import insert_per_row as wrong
from app.core.database import Database
from patterns.repositories import bulk_statements as right

type CreateTables = Callable[[MetaData], Awaitable[None]]

PRICES = {f"article {number}": number for number in range(1000)}


@contextmanager
def statements_on(database: Database) -> Iterator[list[str]]:
    """Collect the statements that change articles."""
    heard: list[str] = []

    def listen(*call: object) -> None:
        if str(call[2]).startswith(("INSERT", "UPDATE")):
            heard.append(str(call[2]))

    event.listen(database.engine.sync_engine, "before_cursor_execute", listen)
    yield heard
    event.remove(database.engine.sync_engine, "before_cursor_execute", listen)


async def test_each_row_is_a_statement(
    database: Database, create_tables: CreateTables, measured: Callable[[str], None]
) -> None:
    await create_tables(wrong.Base.metadata)

    with statements_on(database) as statements:
        async with database.sessions.begin() as session:
            await wrong.import_articles(session, PRICES)

    assert len(statements) == len(PRICES)
    measured(f"An import of 1000 articles sent {len(statements)} statements.")


async def test_import_is_one_statement(
    database: Database, create_tables: CreateTables
) -> None:
    await create_tables(right.Base.metadata)

    with statements_on(database) as statements:
        async with database.sessions.begin() as session:
            await right.import_articles(session, PRICES)
            await right.import_articles(session, {})

    assert len(statements) == 1
    async with database.sessions() as session:
        count = select(func.count()).select_from(right.Article)
        assert await session.scalar(count) == len(PRICES)


async def test_update_changes_all_rows_in_one_statement(
    database: Database, create_tables: CreateTables
) -> None:
    await create_tables(right.Base.metadata)
    async with database.sessions.begin() as session:
        await right.import_articles(session, {"lamp": 1000, "desk": 9000})

    with statements_on(database) as statements:
        async with database.sessions.begin() as session:
            await right.raise_prices(session, below=2000, percent=10)

    async with database.sessions() as session:
        prices = await session.scalars(select(right.Article.cents))
        assert sorted(prices) == [1100, 9000]
    assert len(statements) == 1
