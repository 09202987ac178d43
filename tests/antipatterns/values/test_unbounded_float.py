"""A reading of NaN among others."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import APIRouter, FastAPI
from httpx import Request, Response
from sqlalchemy import MetaData

from antipatterns.values import unbounded_float as wrong
from app.core.database import Database
from patterns.values import finite_float as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]
type CreateTables = Callable[[MetaData], Awaitable[None]]

URL = "http://shop/readings"


@pytest.fixture
def app(database: Database) -> FastAPI:
    """Return an app without routes."""
    app = FastAPI()
    app.state.database = database
    return app


async def send_readings(
    app: FastAPI, ask: Ask, router: APIRouter
) -> tuple[list[int], object]:
    """Send 20 degrees, then NaN; return the statuses, and the average."""
    app.include_router(router)
    readings = [Request("POST", URL, json={"celsius": value}) for value in (20, "nan")]
    statuses = [(await ask(app, reading)).status_code for reading in readings]
    return statuses, (await ask(app, Request("GET", f"{URL}/average"))).json()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_one_nan_spoils_the_average(
    app: FastAPI,
    ask: Ask,
    create_tables: CreateTables,
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)

    statuses, average = await send_readings(app, ask, wrong.router)

    assert (statuses, average) == ([201, 201], None)
    measured(
        f"After a reading of 20 degrees, `nan` was answered {statuses[1]}: the average"
        " became `null`."
    )


async def test_finite_float_keeps_the_average(
    app: FastAPI, ask: Ask, create_tables: CreateTables
) -> None:
    await create_tables(right.Base.metadata)

    statuses, average = await send_readings(app, ask, right.router)

    assert (statuses, average) == ([201, 422], 20)
