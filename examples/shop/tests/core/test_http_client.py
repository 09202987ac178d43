"""The other service is a real server, in a thread."""

from asyncio import StreamReader, StreamWriter, start_server
from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass, field

import pytest
from asgi_lifespan import LifespanManager
from exchange import REQUEST_ID
from fastapi import FastAPI, Request, Response
from httpx import ASGITransport, AsyncClient
from logged_process import free_port
from servers import http_server

from app.config import Settings
from app.core.errors import UpstreamError
from app.core.http_client import Upstream, create_client
from app.main import create_app

TIMEOUT = 0.5


@dataclass
class Warehouse:
    """Another service, whose mood is set."""

    address: str = ""
    statuses: list[int] = field(default_factory=list)
    heard: list[tuple[str, str | None]] = field(default_factory=list)


@pytest.fixture
def warehouse() -> Generator[Warehouse]:
    warehouse = Warehouse()
    app = FastAPI()

    @app.api_route("/stock", methods=["GET", "POST"])
    async def stock(request: Request, response: Response) -> int:
        warehouse.heard.append((request.method, request.headers.get("x-request-id")))
        response.status_code = warehouse.statuses.pop(0) if warehouse.statuses else 200
        return 7

    @app.get("/slow")
    async def slow(request: Request) -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    with http_server(app) as warehouse.address:
        yield warehouse


@pytest.fixture
async def client(warehouse: Warehouse) -> AsyncGenerator[AsyncClient]:
    """Yield the client of a shop that asks the warehouse."""
    app, outbound = create_app(Settings()), create_client(TIMEOUT)
    upstream = Upstream(outbound, TIMEOUT, retries=2)

    @app.api_route("/asks/{path}", methods=["GET", "POST"])
    async def ask(path: str, request: Request) -> int:
        url = f"{warehouse.address}/{path}"
        return (await upstream.request(request.method, url)).status_code

    @app.get("/asks-nobody")
    async def ask_nobody() -> None:
        await upstream.request("POST", f"http://127.0.0.1:{free_port()}/")

    async with (
        outbound,
        LifespanManager(app),
        AsyncClient(
            transport=ASGITransport(app),
            base_url="http://test",
            headers={"X-Request-ID": REQUEST_ID},
        ) as client,
    ):
        yield client


async def test_request_id_is_handed_on(
    client: AsyncClient, warehouse: Warehouse
) -> None:
    response = await client.get("/asks/stock")

    assert (response.status_code, response.json()) == (200, 200)
    assert warehouse.heard == [("GET", REQUEST_ID)]


@pytest.mark.parametrize("status", [502, 503, 504])
async def test_temporary_failure_is_tried_again(
    client: AsyncClient, warehouse: Warehouse, status: int
) -> None:
    warehouse.statuses = [status, status]

    response = await client.get("/asks/stock")

    assert (response.status_code, response.json()) == (200, 200)
    assert len(warehouse.heard) == 3


@pytest.mark.parametrize(
    ("method", "statuses", "attempts"),
    [
        pytest.param("GET", [503] * 3, 3, id="lasts"),
        pytest.param("GET", [500], 1, id="is-no-temporary-one"),
        pytest.param("POST", [503], 1, id="may-have-had-an-effect"),
    ],
)
async def test_failure_that_stays_is_a_problem(
    client: AsyncClient,
    warehouse: Warehouse,
    method: str,
    statuses: list[int],
    attempts: int,
) -> None:
    warehouse.statuses = statuses.copy()  # which the warehouse empties

    response = await client.request(method, "/asks/stock")

    assert len(warehouse.heard) == attempts
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": "https://shop.example/problems/upstream-failed",
        "title": "Upstream failed",
        "status": 503,
        "detail": "127.0.0.1 fails.",
        "instance": "/asks/stock",
        "code": "upstream_failed",
    }


async def test_refusal_is_an_answer(client: AsyncClient, warehouse: Warehouse) -> None:
    warehouse.statuses = [409]

    response = await client.get("/asks/stock")

    assert (response.status_code, response.json()) == (200, 409)


async def test_slow_upstream_is_not_waited_for(client: AsyncClient) -> None:
    response = await client.get("/asks/slow")

    assert response.status_code == 504
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": "https://shop.example/problems/upstream-timeout",
        "title": "Upstream timeout",
        "status": 504,
        "detail": "127.0.0.1 is too slow.",
        "instance": "/asks/slow",
        "code": "upstream_timeout",
    }


async def test_upstream_that_nobody_runs_is_a_problem(client: AsyncClient) -> None:
    response = await client.get("/asks-nobody")

    assert response.status_code == 503
    assert response.json()["detail"] == "127.0.0.1 does not answer."


async def test_post_that_may_have_been_carried_out_is_not_repeated() -> None:
    heard: list[bytes] = []

    async def hang_up(reader: StreamReader, writer: StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n"))
        writer.close()

    async with await start_server(hang_up, "127.0.0.1") as server, AsyncClient() as own:
        port = server.sockets[0].getsockname()[1]
        upstream = Upstream(own, timeout=TIMEOUT, retries=2)
        with pytest.raises(UpstreamError):
            await upstream.request("POST", f"http://127.0.0.1:{port}/")

    assert heard == [b"POST / HTTP/1.1\r\n"]
