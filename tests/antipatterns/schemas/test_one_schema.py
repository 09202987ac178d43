"""A sign-up that sends a role."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import APIRouter, FastAPI
from httpx import Request, Response
from sqlalchemy import MetaData

from antipatterns.schemas import one_schema as wrong
from app.core.database import Database
from patterns.schemas import separate_schemas as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]
type CreateTables = Callable[[MetaData], Awaitable[None]]

URL = "http://shop/accounts"


@pytest.fixture
def app(database: Database) -> FastAPI:
    """Return an app without routes."""
    app = FastAPI()
    app.state.database = database
    return app


async def sign_up(
    app: FastAPI, ask: Ask, router: APIRouter, body: dict[str, object]
) -> Response:
    app.include_router(router)
    return await ask(app, Request("POST", URL, json=body))


async def test_client_signs_up_as_admin(
    app: FastAPI,
    ask: Ask,
    create_tables: CreateTables,
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)
    body: dict[str, object] = {"email": "eve@example.com", "role": "admin", "id": 7}

    response = await sign_up(app, ask, wrong.router, body)

    assert (response.status_code, response.json()) == (201, body)
    measured(
        f"A sign-up that sent a role and an ID was answered {response.status_code}:"
        f" the account is {response.json()['role']}, with ID {response.json()['id']}."
    )


async def test_sign_up_with_a_role_is_refused(
    app: FastAPI, ask: Ask, create_tables: CreateTables
) -> None:
    await create_tables(right.Base.metadata)

    response = await sign_up(
        app, ask, right.router, {"email": "eve@example.com", "role": "admin"}
    )

    assert response.status_code == 422


async def test_sign_up_creates_a_customer(
    app: FastAPI, ask: Ask, create_tables: CreateTables
) -> None:
    await create_tables(right.Base.metadata)

    response = await sign_up(app, ask, right.router, {"email": "ann@example.com"})

    assert response.status_code == 201
    assert response.json() == {"id": 1, "email": "ann@example.com", "role": "customer"}
