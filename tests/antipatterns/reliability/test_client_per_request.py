"""Connections that 20 requests open to another service."""

import ssl
from collections.abc import Callable, Generator

import pytest
from fastapi import FastAPI, Request, Response
from httpx import ASGITransport, AsyncClient
from servers import http_server

from antipatterns.reliability import client_per_request as wrong
from patterns.reliability import client_per_process as right

REQUESTS = 20


class Warehouse:
    """A server that notes the port from which each request came."""

    def __init__(self) -> None:
        self.ports: list[int] = []
        self.address = ""


@pytest.fixture
def warehouse() -> Generator[Warehouse]:
    warehouse = Warehouse()
    app = FastAPI()

    @app.get("/pen")
    async def read_stock(request: Request) -> dict[str, int]:
        assert request.client
        warehouse.ports.append(request.client.port)
        return {"pen": 12}

    with http_server(app) as warehouse.address:
        yield warehouse


@pytest.fixture
def contexts(monkeypatch: pytest.MonkeyPatch) -> list[ssl.SSLContext]:
    """Return the TLS contexts that are created: each one reads the CA certificates."""
    create, made = ssl.create_default_context, list[ssl.SSLContext]()

    def create_and_note(**places: str) -> ssl.SSLContext:
        made.append(create(ssl.Purpose.SERVER_AUTH, **places))
        return made[-1]

    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setattr(ssl, "create_default_context", create_and_note)
    return made


async def read_stocks(app: FastAPI) -> None:
    """Ask the app for a stock, one request after the other."""
    transport = ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        for _ in range(REQUESTS):
            assert (await client.get("/stock")).json() == 12


async def test_each_request_opens_a_connection(
    warehouse: Warehouse,
    contexts: list[ssl.SSLContext],
    measured: Callable[[str], None],
) -> None:
    await read_stocks(wrong.create_app(warehouse.address))

    opened = len(set(warehouse.ports))
    assert [len(warehouse.ports), opened, len(contexts)] == [REQUESTS] * 3
    measured(
        f"{REQUESTS} requests opened {opened} connections to the other service, and"
        f" read the CA certificates {len(contexts)} times."
    )


async def test_shared_client_reuses_one_connection(
    warehouse: Warehouse, contexts: list[ssl.SSLContext]
) -> None:
    await read_stocks(right.create_app(warehouse.address))

    assert len(warehouse.ports) == REQUESTS
    assert (len(set(warehouse.ports)), len(contexts)) == (1, 1)


async def test_shared_client_sends_the_cookies_that_it_received() -> None:
    app, received = FastAPI(), list[str | None]()

    @app.get("/login")
    async def log_in(request: Request, response: Response) -> None:
        received.append(request.cookies.get("user"))
        response.set_cookie("user", "ada")

    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://bank") as client:
        for _ in range(2):
            await client.get("/login")

    assert received == [None, "ada"]
