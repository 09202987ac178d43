"""Idempotency keys on a route of no domain, which creates an account."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Annotated

import pytest
from fastapi import FastAPI, Response, status
from httpx import ASGITransport, AsyncClient
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import create_async_engine

from app.core.database import Base, Database, unit_of_work
from app.core.dependencies import SessionDep
from app.core.errors import ConflictError
from app.core.idempotency import Idempotency, IdempotencyDep, IdempotencyKey
from app.core.problems import add_problem_handlers
from app.users.models import User

AT_ONCE = 8


class AccountCreate(BaseModel):
    """The body of the request."""

    email: str
    is_refused: bool = False


class AccountRead(BaseModel):
    """The body of the response; its name is one that JSON has to escape."""

    id: int
    email: str
    note: Annotated[str, Field(alias="näme \u2028")] = '"\\'


class RefusedError(ConflictError):
    """The account is refused."""

    code = "refused"
    title = "Refused"


app = FastAPI()
add_problem_handlers(app)


@app.post("/{owner_id}/accounts", status_code=201, response_model=AccountRead)
@app.post("/{owner_id}/others", status_code=202, response_model=AccountRead)
@app.post("/{owner_id}/defaults", response_model=AccountRead)
async def create_account(
    owner_id: int, data: AccountCreate, session: SessionDep, idempotency: IdempotencyDep
) -> Response:
    """Create an account once per key; then refuse it, if the body says so."""

    async def effect() -> AccountRead:
        user = User(email=data.email, password_hash="-")
        session.add(user)
        await session.flush()
        if data.is_refused:
            raise RefusedError("No.")
        return AccountRead(id=user.id, email=user.email)

    return await idempotency.run(owner_id, effect)


@pytest.fixture
async def client(committing_database: Database) -> AsyncGenerator[AsyncClient]:
    app.state.database = committing_database
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def post(
    client: AsyncClient, body: str, path: str = "/1/accounts", key: str = "one"
) -> tuple[int, bytes]:
    headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
    response = await client.post(path, content=body, headers=headers)
    return response.status_code, response.content


async def emails(database: Database) -> list[str]:
    async with database.sessions() as session:
        return list(await session.scalars(select(User.email).order_by(User.id)))


async def test_repeat_gets_the_first_response_byte_for_byte(
    client: AsyncClient, committing_database: Database
) -> None:
    first, repeat = [await post(client, '{"email": "ada"}') for _ in range(2)]

    assert first == repeat
    assert first[0] == status.HTTP_201_CREATED
    assert await emails(committing_database) == ["ada"]


async def test_repeat_after_a_schema_change_gets_the_stored_bytes(
    client: AsyncClient, committing_database: Database
) -> None:
    await post(client, '{"email": "ada"}')
    async with unit_of_work(committing_database) as session:
        key = (await session.scalars(select(IdempotencyKey))).one()
        stored = key.status_code
        key.status_code = status.HTTP_202_ACCEPTED
        key.body = '{"of": "an older version"}'

    assert stored == status.HTTP_201_CREATED
    assert await post(client, '{"email": "ada"}') == (
        202,
        b'{"of": "an older version"}',
    )


async def test_first_response_and_replay_are_json(client: AsyncClient) -> None:
    headers = {"Idempotency-Key": "one"}

    for _ in range(2):
        response = await client.post(
            "/1/accounts", json={"email": "ada"}, headers=headers
        )
        assert response.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        pytest.param('{"email": "grace"}', "/1/accounts", id="body"),
        pytest.param('{"email": "ada"}', "/1/others", id="path"),
        pytest.param('{"email": "ada"}', "/1/accounts?x=1", id="query"),
    ],
)
async def test_same_key_for_another_request_is_refused(
    client: AsyncClient, committing_database: Database, body: str, path: str
) -> None:
    await post(client, '{"email": "ada"}')

    status_code, content = await post(client, body, path)

    assert status_code == status.HTTP_422_UNPROCESSABLE_CONTENT
    assert b'"code":"idempotency_key_reused"' in content
    assert b'"detail":"This Idempotency-Key belongs to another request."' in content
    assert await emails(committing_database) == ["ada"]


async def test_route_without_a_status_answers_200_twice(
    client: AsyncClient, committing_database: Database
) -> None:
    path = "/1/defaults"

    first, repeat = [await post(client, '{"email": "ada"}', path) for _ in range(2)]

    assert first == repeat
    assert first[0] == status.HTTP_200_OK
    assert await emails(committing_database) == ["ada"]


async def test_key_is_unique_per_owner(
    client: AsyncClient, committing_database: Database
) -> None:
    found = [
        await post(client, '{"email": "ada"}', "/1/accounts"),
        await post(client, '{"email": "grace"}', "/2/accounts"),
        await post(client, '{"email": "eve"}', "/2/others", "two"),
    ]

    assert [status_code for status_code, _ in found] == [201, 201, 202]
    assert await emails(committing_database) == ["ada", "grace", "eve"]


async def test_failed_effect_leaves_no_key(
    client: AsyncClient, committing_database: Database
) -> None:
    refused = '{"email": "ada", "is_refused": true}'
    found = [await post(client, refused), await post(client, '{"email": "ada"}')]

    assert [status_code for status_code, _ in found] == [409, 201]
    assert await emails(committing_database) == ["ada"]


async def test_concurrent_repeats_have_one_effect(
    client: AsyncClient, committing_database: Database
) -> None:
    found = await asyncio.gather(
        *[post(client, '{"email": "ada"}') for _ in range(AT_ONCE)]
    )

    assert len(set(found)) == 1
    assert await emails(committing_database) == ["ada"]


@pytest.mark.parametrize("key", ["", "two words", "x" * 101, "\t"])
async def test_malformed_key_is_refused(
    client: AsyncClient, committing_database: Database, key: str
) -> None:
    status_code, content = await post(client, '{"email": "ada"}', key=key)

    assert status_code == status.HTTP_422_UNPROCESSABLE_CONTENT
    assert b'"loc":["header","Idempotency-Key"]' in content
    assert await emails(committing_database) == []


async def test_failed_effect_leaves_no_key_on_a_plain_sqlite_engine(
    tmp_path: Path,
) -> None:
    """Without `app.core.sqlite` a rolled-back savepoint would keep the key."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path}/plain.db")
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)

    async def fail() -> BaseModel:
        raise RefusedError("No.")

    async def use_key() -> None:
        database = Database(engine)
        async with database.sessions() as session, session.begin():
            await Idempotency(session, "one", "-", 201).run(1, fail)

    with pytest.raises(RefusedError):
        await use_key()

    async with Database(engine).sessions() as session:
        assert (await session.scalars(select(IdempotencyKey))).all() == []
    await engine.dispose()
