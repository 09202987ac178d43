"""A GET that writes a row, through a session that is meant to read."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

from fastapi import FastAPI
from httpx import Request, Response
from sqlalchemy import MetaData, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from antipatterns.database import unenforced_read_session as wrong
from app.core import database as right
from app.core.database import Database

type Begin = Callable[[Database], AbstractAsyncContextManager[AsyncSession]]
type Ask = Callable[[FastAPI, Request], Awaitable[Response]]


class Base(DeclarativeBase):
    """The tables of this test."""


class Visit(Base):
    """A row that the route means to store."""

    __tablename__ = "visits"

    id: Mapped[int] = mapped_column(primary_key=True)


async def visit(begin: Begin, database: Database, ask: Ask) -> tuple[int, int]:
    """Store a visit in a GET; return the status code and the number of rows."""
    app = FastAPI()

    @app.get("/visits")
    async def write_visit() -> None:
        async with begin(database) as session:
            session.add(Visit())
            await session.flush()

    response = await ask(app, Request("GET", "http://test/visits"))
    async with database.sessions() as session:
        stored = await session.scalar(select(func.count(Visit.id)))
    return response.status_code, stored or 0


async def test_get_returns_200_and_loses_the_write(
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    ask: Ask,
    measured: Callable[[str], None],
) -> None:
    await create_tables(Base.metadata)

    status, stored = await visit(wrong.read_session, database, ask)

    assert (status, stored) == (200, 0)
    measured(f"The client got {status}; rows stored: {stored}.")


async def test_database_refuses_the_write(
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    ask: Ask,
) -> None:
    await create_tables(Base.metadata)

    assert await visit(right.read_session, database, ask) == (500, 0)
