"""The response to a note that was stored."""

import gc
from collections.abc import Awaitable, Callable

import httpx
import pytest
from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict
from servers import http_server
from sqlalchemy import MetaData, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from antipatterns.database import expired_after_commit as wrong
from app.core.database import Database


class Base(DeclarativeBase):
    """The tables of this test."""


class Note(Base):
    """A note."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str]


class NoteRead(BaseModel):
    """A note as clients see it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    words: str


async def store(sessions: async_sessionmaker[AsyncSession]) -> NoteRead:
    """Commit a note, then read it from the object that was stored."""
    note = Note(words="milk")
    async with sessions.begin() as session:
        session.add(note)
    return NoteRead.model_validate(note)


def add_routes(app: FastAPI) -> None:
    @app.post("/expired", status_code=201)
    async def store_and_forget() -> NoteRead:
        return await store(wrong.create_sessions(app.state.database.engine))

    @app.post("/kept", status_code=201)
    async def store_and_keep() -> NoteRead:
        return await store(app.state.database.sessions)


async def status_and_rows(
    app: FastAPI, database: Database, path: str
) -> tuple[int, int | None]:
    add_routes(app)
    with http_server(app) as address:
        async with httpx.AsyncClient(base_url=address) as client:
            response = await client.post(path)
    async with database.sessions() as session:
        rows = await session.scalar(select(func.count()).select_from(Note))
    return response.status_code, rows


@pytest.mark.filterwarnings("ignore:coroutine 'Connection.cursor' was never awaited")
async def test_stored_note_returns_500(
    app: FastAPI,
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
) -> None:
    await create_tables(Base.metadata)

    status, rows = await status_and_rows(app, database, "/expired")
    gc.collect()  # the abandoned coroutine warns here, not in another test

    assert (status, rows) == (500, 1)
    measured(f"The table held {rows} row; the client got {status}.")


async def test_unexpired_note_returns_201(
    app: FastAPI,
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
) -> None:
    await create_tables(Base.metadata)

    assert await status_and_rows(app, database, "/kept") == (201, 1)
