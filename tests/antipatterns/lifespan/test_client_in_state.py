"""The response of an app, after another app of the process has stopped."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypedDict

import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from fastapi import Request as ServerRequest
from fastapi.exceptions import FastAPIError
from httpx import ASGITransport, AsyncClient, Request, Response

from antipatterns.lifespan import client_in_global as wrong
from patterns.lifespan import client_in_state as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]


async def read_rate(create_app: Callable[[], FastAPI], ask: Ask) -> list[int]:
    """Return the status of the first app before and after a second one has run."""
    first, second = create_app(), create_app()
    request = Request("GET", "http://shop/rate")
    async with LifespanManager(first):
        before = await ask(first, request)
        async with LifespanManager(second):
            pass
        after = await ask(first, request)
    return [before.status_code, after.status_code]


async def test_second_app_closes_the_client_of_the_first(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    statuses = await read_rate(wrong.create_app, ask)

    assert statuses == [200, 500]
    with pytest.raises(RuntimeError, match="the client has been closed"):
        await wrong.client.get("/SEK")
    measured(f"When a second app stopped, the first one returned {statuses[1]}.")


async def test_each_app_has_its_own_client(ask: Ask) -> None:
    assert await read_rate(right.create_app, ask) == [200, 200]


class State(TypedDict):
    """What a lifespan yields."""

    rate: float


async def test_yielded_state_is_read_from_the_request() -> None:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[State]:
        yield {"rate": 11.2}

    app = FastAPI(lifespan=lifespan)

    @app.get("/rate")
    async def read_rate(request: ServerRequest) -> float:
        rate: float = request.state.rate
        return rate

    async with LifespanManager(app) as manager:
        transport = ASGITransport(manager.app)
        async with AsyncClient(transport=transport, base_url="http://shop") as client:
            assert (await client.get("/rate")).json() == 11.2


def test_fastapi_refuses_a_request_with_a_type_of_state() -> None:
    app = FastAPI()

    with pytest.raises(FastAPIError, match="Invalid args for response field"):

        @app.get("/rate")
        async def read_rate(request: ServerRequest[State]) -> float:
            return request.state["rate"]
