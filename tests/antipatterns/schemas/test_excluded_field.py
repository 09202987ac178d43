"""Responses built from an account that has a password hash."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import APIRouter, FastAPI
from httpx import Request, Response
from sqlalchemy import MetaData

from antipatterns.schemas import excluded_field as wrong
from app.core.database import Base, Database, unit_of_work
from app.models import load_models
from app.users.models import User
from patterns.schemas import public_fields as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]

HASH = "$argon2id$v=19$secret"
PATHS = ("/users/1", "/users")


@pytest.fixture
async def app(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> FastAPI:
    """Return an app without routes, with one account in its database."""
    load_models()
    await create_tables(Base.metadata)
    async with unit_of_work(database) as session:
        session.add(User(email="ann@example.com", password_hash=HASH))
    app = FastAPI()
    app.state.database = database
    return app


async def paths_with_hash(app: FastAPI, ask: Ask, router: APIRouter) -> list[str]:
    """Return the paths whose response contains the hash."""
    app.include_router(router)
    responses = {
        path: await ask(app, Request("GET", f"http://shop{path}")) for path in PATHS
    }
    assert {response.status_code for response in responses.values()} == {200}
    return [path for path, response in responses.items() if HASH in response.text]


async def test_list_returns_the_excluded_hash(
    app: FastAPI, ask: Ask, measured: Callable[[str], None]
) -> None:
    [path] = await paths_with_hash(app, ask, wrong.router)

    assert path == "/users"
    measured(
        f"`GET /users/1` left out the password hash, and `GET {path}` returned it."
    )


async def test_openapi_documents_the_excluded_hash(app: FastAPI) -> None:
    app.include_router(wrong.router)

    assert "password_hash" in str(app.openapi()["components"])


async def test_listed_fields_return_no_hash(app: FastAPI, ask: Ask) -> None:
    assert await paths_with_hash(app, ask, right.router) == []


async def test_openapi_documents_only_the_listed_fields(app: FastAPI) -> None:
    app.include_router(right.router)

    assert "password_hash" not in str(app.openapi()["components"])
