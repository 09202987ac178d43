"""What a client reads of a stored account, with and without a response schema."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.exceptions import FastAPIError
from httpx import Request, Response
from sqlalchemy import MetaData

from antipatterns.routing import row_as_response as wrong
from app.core.database import Database
from patterns.routing import account_list as right

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
CreateTables = Callable[[MetaData], Awaitable[None]]
LIST = Request("GET", "http://test/accounts")
ADA = {"email": "ada@example.com", "password_hash": "$argon2id$v=19$"}


def create_app(router: APIRouter, database: Database) -> FastAPI:
    """Return an app with the routes."""
    app = FastAPI()
    app.state.database = database
    app.include_router(router)
    return app


async def test_row_is_returned_with_its_password_hash(
    database: Database,
    create_tables: CreateTables,
    ask: Ask,
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)
    async with database.sessions.begin() as session:
        session.add(wrong.Account(**ADA))
    app = create_app(wrong.router, database)

    response = await ask(app, LIST)

    assert response.json() == [{"id": 1, **ADA}]
    fields = ", ".join(f"`{name}`" for name in sorted(response.json()[0]))
    documented = app.openapi()["paths"]["/accounts"]["get"]["responses"]["200"]
    assert documented["content"]["application/json"]["schema"] == {}
    measured(f"The response held {fields}, and the OpenAPI document listed no field.")


async def test_schema_leaves_the_password_hash_out(
    database: Database, create_tables: CreateTables, ask: Ask
) -> None:
    await create_tables(right.Base.metadata)
    async with database.sessions.begin() as session:
        session.add(right.Account(**ADA))

    response = await ask(create_app(right.router, database), LIST)

    assert response.json() == [{"id": 1, "email": ADA["email"]}]


async def test_mapped_class_as_annotation_is_refused() -> None:
    async def read_account() -> wrong.Account:
        return wrong.Account()

    with pytest.raises(FastAPIError, match="Invalid args for response field"):
        APIRouter().get("/account")(read_account)
