"""What is stored of an order that failed."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from httpx import Request, Response
from sqlalchemy import MetaData, func, select

from antipatterns.errors import returned_error as wrong
from app.core.database import Database
from app.core.problems import add_problem_handlers
from patterns.errors import domain_error_rolls_back as right

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
CreateTables = Callable[[MetaData], Awaitable[None]]
TOO_MANY = Request("POST", "http://test/orders?pieces=2")
ENOUGH = Request("POST", "http://test/orders?pieces=1")


async def test_returned_error_is_answered_200_and_stored(
    database: Database,
    create_tables: CreateTables,
    ask: Ask,
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)
    app = FastAPI()
    app.state.database = database
    app.include_router(wrong.router)

    response = await ask(app, TOO_MANY)

    async with database.sessions() as session:
        stored = await session.scalar(select(func.count()).select_from(wrong.Order))
    assert response.json() == {"error": "Only 1 piece is left."}
    assert (await ask(app, ENOUGH)).json() == {"id": 2}
    assert (response.status_code, stored) == (200, 1)
    measured(
        f"The failed order was answered {response.status_code}"
        f" and stored: {stored} row."
    )


async def test_raised_error_is_answered_409_and_rolled_back(
    database: Database, create_tables: CreateTables, ask: Ask
) -> None:
    await create_tables(right.Base.metadata)
    app = FastAPI()
    app.state.database = database
    app.include_router(right.router)
    add_problem_handlers(app)

    response = await ask(app, TOO_MANY)

    async with database.sessions() as session:
        stored = await session.scalar(select(func.count()).select_from(right.Order))
    assert (response.status_code, stored) == (409, 0)
    assert (await ask(app, ENOUGH)).status_code == 201
