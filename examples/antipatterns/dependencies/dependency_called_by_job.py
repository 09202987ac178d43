# /// bad
# ast-grep = ["DEP-006"]
# harm = "tests/antipatterns/dependencies/test_job_unit_of_work.py::test_job_stores_nothing"
# right = "examples/patterns/dependencies/job_unit_of_work.py"
# ///
"""A job that takes the session out of a dependency."""

from collections.abc import AsyncGenerator, Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database, unit_of_work
from patterns.dependencies.articles import Article


async def get_session(database: Database) -> AsyncGenerator[AsyncSession]:
    """Yield the session of a request, and commit at its end."""
    async with unit_of_work(database) as session:
        yield session


async def import_articles(database: Database, names: Iterable[str]) -> None:
    """Add many articles."""
    session = await anext(get_session(database))
    session.add_all(Article(name=name) for name in names)
    await session.flush()
