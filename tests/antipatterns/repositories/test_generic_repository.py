"""Two accounts, and a route that deletes notes."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI, HTTPException
from httpx import ASGITransport, AsyncClient
from sqlalchemy import MetaData, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from antipatterns.repositories import generic_repository as wrong
from app.core.database import Database
from patterns.repositories import own_repository as right

type Delete = Callable[[AsyncSession, int, int], Awaitable[bool]]
type CreateTables = Callable[[MetaData], Awaitable[None]]

ADA, BOB = 1, 2


async def inherited(session: AsyncSession, note_id: int, _: int) -> bool:
    """Delete with the method that the wrong repository inherits."""
    return await wrong.NoteRepository(session).delete(note_id)


async def own(session: AsyncSession, note_id: int, account: int) -> bool:
    """Delete with the method of the right repository."""
    return await right.NoteRepository(session).delete_own(note_id, account)


async def request(database: Database, delete: Delete, account: int, note: int) -> int:
    """Return the status of a delete by one account."""
    app = FastAPI()

    @app.delete("/notes/{note_id}", status_code=204)
    async def delete_note(note_id: int) -> None:
        async with database.sessions.begin() as session:
            if not await delete(session, note_id, account):
                raise HTTPException(404)

    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        return (await client.delete(f"/notes/{note}")).status_code


async def count(database: Database, note: type[wrong.Note | right.Note]) -> int:
    """Return the number of notes."""
    async with database.sessions() as session:
        return await session.scalar(select(func.count()).select_from(note)) or 0


async def test_inherited_delete_ignores_the_owner(
    database: Database, create_tables: CreateTables, measured: Callable[[str], None]
) -> None:
    await create_tables(wrong.Base.metadata)
    async with database.sessions.begin() as session:
        session.add(wrong.Note(id=7, owner_id=ADA))

    status = await request(database, inherited, BOB, 7)

    left = await count(database, wrong.Note)
    missing = await request(database, inherited, BOB, 8)
    assert (status, left, missing) == (204, 0, 404)
    measured(f"Account {BOB} deleted the note of account {ADA}, with status {status}.")


@pytest.mark.parametrize(("account", "status", "left"), [(BOB, 404, 1), (ADA, 204, 0)])
async def test_only_the_owner_deletes_a_note(
    database: Database,
    create_tables: CreateTables,
    account: int,
    status: int,
    left: int,
) -> None:
    await create_tables(right.Base.metadata)
    async with database.sessions.begin() as session:
        session.add(right.Note(id=7, owner_id=ADA))

    assert await request(database, own, account, 7) == status
    assert await count(database, right.Note) == left
