"""Access to a relationship that was not loaded."""

import gc
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import MetaData, select
from sqlalchemy.exc import InvalidRequestError, MissingGreenlet, StatementError

from antipatterns.database import default_lazy_loading as wrong
from app.core.database import Database
from patterns.database import eager_loading as right


@pytest.mark.filterwarnings("ignore:coroutine 'Connection.cursor' was never awaited")
async def test_lazy_load_works_only_in_the_session_that_created_the_author(
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)
    async with database.sessions() as session:
        author = wrong.Author(id=1, name="Ada")
        session.add_all([author, wrong.Book(id=1, author_id=author.id)])
        await session.commit()
        seen_in_test = await wrong.read_credits(session)
    async with database.sessions() as session:
        with pytest.raises((MissingGreenlet, StatementError), match="greenlet_spawn"):
            await wrong.read_credits(session)

    gc.collect()  # the abandoned coroutine warns here, not in another test

    assert seen_in_test == ["Ada"]
    measured(
        f"The session that created the author returned {seen_in_test}; "
        f"a new session raised `{MissingGreenlet.__name__}`."
    )


async def test_lazy_raise_fails_in_both_sessions_and_names_the_relationship(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(right.Base.metadata)
    async with database.sessions() as session:
        author = right.Author(id=1, name="Ada")
        session.add_all([author, right.Book(id=1, title="Notes", author_id=author.id)])
        await session.commit()
        book = await session.get_one(right.Book, 1)
        with pytest.raises(InvalidRequestError, match=r"'Book\.author' is not avail"):
            _ = book.author
    async with database.sessions() as session:
        book = (await session.scalars(select(right.Book))).one()
        with pytest.raises(InvalidRequestError, match=r"'Book\.author' is not avail"):
            _ = book.author
        assert await right.read_credits(session) == ["Ada"]
