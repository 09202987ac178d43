"""The upstream service is a real server, in a thread."""

from asyncio import StreamReader, StreamWriter, start_server
from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass, field

import anyio
import pytest
from asgi_lifespan import LifespanManager
from exchange import REQUEST_ID
from fastapi import FastAPI
from fastapi import Request as ServerRequest
from fastapi import Response as ServerResponse
from httpx import (
    ASGITransport,
    AsyncClient,
    ConnectError,
    ConnectTimeout,
    MockTransport,
    PoolTimeout,
    ReadTimeout,
    RemoteProtocolError,
    Request,
    RequestError,
    Response,
)
from logged_process import free_port
from servers import http_server

from app.config import Settings
from app.core.errors import UpstreamError, UpstreamTimeoutError
from app.core.http_client import Upstream, create_client, is_safe_to_retry
from app.core.problems import TYPES
from app.main import create_app

TIMEOUT = 0.5


@dataclass
class Warehouse:
    """An upstream service that answers with the given statuses."""

    address: str = ""
    statuses: list[int] = field(default_factory=list)
    heard: list[tuple[str, str | None]] = field(default_factory=list)


@pytest.fixture
def warehouse() -> Generator[Warehouse]:
    warehouse = Warehouse()
    app = FastAPI()

    @app.api_route("/stock", methods=["GET", "POST"])
    async def stock(request: ServerRequest, response: ServerResponse) -> int:
        warehouse.heard.append((request.method, request.headers.get("x-request-id")))
        response.status_code = warehouse.statuses.pop(0) if warehouse.statuses else 200
        return 7

    @app.get("/slow")
    async def slow(request: ServerRequest) -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    with http_server(app) as warehouse.address:
        yield warehouse


@pytest.fixture
async def client(warehouse: Warehouse) -> AsyncGenerator[AsyncClient]:
    """Yield the client of a shop that calls the warehouse."""
    app, outbound = create_app(Settings()), create_client(TIMEOUT)
    upstream = Upstream(outbound, TIMEOUT, retries=2)

    @app.api_route("/calls/{path}", methods=["GET", "POST"])
    async def call(path: str, request: ServerRequest) -> int:
        url = f"{warehouse.address}/{path}"
        return (await upstream.request(request.method, url)).status_code

    @app.get("/calls-nothing")
    async def call_nothing() -> None:
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


async def test_request_id_is_propagated(
    client: AsyncClient, warehouse: Warehouse
) -> None:
    response = await client.get("/calls/stock")

    assert (response.status_code, response.json()) == (200, 200)
    assert warehouse.heard == [("GET", REQUEST_ID)]


@pytest.mark.parametrize("status", [502, 503, 504])
async def test_temporary_failure_is_retried(
    client: AsyncClient, warehouse: Warehouse, status: int
) -> None:
    warehouse.statuses = [status, status]

    response = await client.get("/calls/stock")

    assert (response.status_code, response.json()) == (200, 200)
    assert len(warehouse.heard) == 3


@pytest.mark.parametrize(
    ("method", "statuses", "attempts"),
    [
        pytest.param("GET", [503] * 3, 3, id="permanent"),
        pytest.param("GET", [500], 1, id="not-temporary"),
        pytest.param("POST", [503], 1, id="not-idempotent"),
    ],
)
async def test_permanent_failure_is_a_problem(
    client: AsyncClient,
    warehouse: Warehouse,
    method: str,
    statuses: list[int],
    attempts: int,
) -> None:
    warehouse.statuses = statuses.copy()  # the warehouse empties its copy

    response = await client.request(method, "/calls/stock")

    assert len(warehouse.heard) == attempts
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": f"{TYPES}upstream-failed",
        "title": "Upstream failed",
        "status": 503,
        "detail": "127.0.0.1 fails.",
        "instance": "/calls/stock",
        "code": "upstream_failed",
    }


async def test_client_error_is_returned(
    client: AsyncClient, warehouse: Warehouse
) -> None:
    warehouse.statuses = [409]

    response = await client.get("/calls/stock")

    assert (response.status_code, response.json()) == (200, 409)


async def test_slow_upstream_ends_at_the_deadline(client: AsyncClient) -> None:
    response = await client.get("/calls/slow")

    assert response.status_code == 504
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": f"{TYPES}upstream-timeout",
        "title": "Upstream timeout",
        "status": 504,
        "detail": "127.0.0.1 is too slow.",
        "instance": "/calls/slow",
        "code": "upstream_timeout",
    }


async def test_unreachable_upstream_is_a_problem(client: AsyncClient) -> None:
    response = await client.get("/calls-nothing")

    assert response.status_code == 503
    assert response.json()["detail"] == "127.0.0.1 does not answer."


async def test_post_with_lost_response_is_not_retried() -> None:
    heard: list[bytes] = []

    async def close_at_once(reader: StreamReader, writer: StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n"))
        writer.close()

    async with (
        await start_server(close_at_once, "127.0.0.1") as server,
        AsyncClient() as own,
    ):
        port = server.sockets[0].getsockname()[1]
        upstream = Upstream(own, timeout=TIMEOUT, retries=2)
        with pytest.raises(UpstreamError):
            await upstream.request("POST", f"http://127.0.0.1:{port}/")

    assert heard == [b"POST / HTTP/1.1\r\n"]


async def test_deadline_covers_all_attempts() -> None:
    attempts: list[str] = []

    async def answer_late(request: Request) -> Response:
        attempts.append("begun")
        await anyio.sleep(TIMEOUT * 0.6)
        attempts.append("answered")
        return Response(503, request=request)

    transport = MockTransport(answer_late)
    async with AsyncClient(transport=transport) as client:
        upstream = Upstream(client, TIMEOUT, retries=2)
        with pytest.raises(UpstreamTimeoutError):
            await upstream.request("GET", "http://warehouse/")

    assert attempts == ["begun", "answered", "begun"]  # and then cancelled


@pytest.mark.parametrize(
    ("method", "failure", "expected"),
    [
        ("GET", ReadTimeout("slow"), True),
        ("GET", RemoteProtocolError("hung up"), True),
        ("POST", ReadTimeout("slow"), False),
        ("POST", RemoteProtocolError("hung up"), False),
        ("POST", ConnectError("refused"), True),
        ("POST", ConnectTimeout("slow"), True),
        ("POST", PoolTimeout("full"), True),
        ("GET", ValueError("a fault of ours"), False),
    ],
)
def test_request_is_retried_only_where_it_is_safe(
    method: str, failure: Exception, *, expected: bool
) -> None:
    if isinstance(failure, RequestError):
        failure.request = Request(method, "http://warehouse/")

    assert is_safe_to_retry(failure) is expected
