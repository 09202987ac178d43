"""What FastAPI does to a schema, a dump of it and a ready response."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, FastAPI
from httpx import Request, Response
from sqlalchemy import MetaData

from antipatterns.routing import dumped_schema, hand_built_response
from app.core.database import Database
from patterns.routing import account_list, ticket

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
CreateTables = Callable[[MetaData], Awaitable[None]]
ACCOUNTS = Request("GET", "http://test/accounts")
ADA = {"email": "ada@example.com", "password_hash": "$argon2id$v=19$"}
TICKET = Request("GET", "http://test/tickets/17")


def create_app(router: APIRouter) -> FastAPI:
    """Return an app with the routes."""
    app = FastAPI()
    app.include_router(router)
    return app


async def read_account(
    router: APIRouter, database: Database, create_tables: CreateTables, ask: Ask
) -> dict[str, object]:
    """Store one account, and return it as a client reads it."""
    await create_tables(account_list.Base.metadata)
    async with database.sessions.begin() as session:
        session.add(account_list.Account(**ADA))
    app = create_app(router)
    app.state.database = database
    accounts: list[dict[str, object]] = (await ask(app, ACCOUNTS)).json()
    return accounts[0]


async def test_json_response_bypasses_the_response_model(
    database: Database,
    create_tables: CreateTables,
    ask: Ask,
    measured: Callable[[str], None],
) -> None:
    account = await read_account(
        hand_built_response.router, database, create_tables, ask
    )

    undeclared = account.keys() - account_list.AccountRead.model_fields.keys()
    assert undeclared == {"password_hash"}
    measured(
        f"The response model has {len(account) - len(undeclared)} fields; the response"
        f" held {len(account)}, among them `{undeclared.pop()}`."
    )


async def test_returned_schema_has_the_declared_fields(
    database: Database, create_tables: CreateTables, ask: Ask
) -> None:
    account = await read_account(account_list.router, database, create_tables, ask)

    assert account == {"id": 1, "email": ADA["email"]}


async def test_dumped_schema_is_validated_twice(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    code = (await ask(create_app(dumped_schema.router), TICKET)).json()["code"]

    assert code == "T-T-17"
    measured(f"The validator ran twice: the response held `{code}`, not `T-17`.")


async def test_returned_schema_is_validated_once(ask: Ask) -> None:
    response = await ask(create_app(ticket.router), TICKET)

    assert response.json() == {"code": "T-17"}
