"""What every response carries, whoever answers it: routes, router or middleware."""

from collections.abc import AsyncGenerator, AsyncIterator

import pytest
from asgi_correlation_id import CorrelationIdMiddleware
from asgi_lifespan import LifespanManager
from exchange import REQUEST_ID
from fastapi import FastAPI, Response
from httpx import ASGITransport, AsyncClient
from pydantic import SecretStr
from servers import http_server
from sqlalchemy import func, make_url, select

from app.config import Settings
from app.core.database import Database
from app.core.headers import HeaderLinesMiddleware
from app.core.metrics import Metrics, MetricsMiddleware
from app.core.middleware import (
    AllowedHostsMiddleware,
    BodyLimitMiddleware,
    CatchAllMiddleware,
    CrossOriginMiddleware,
    SecurityHeadersMiddleware,
    security_headers,
)
from app.main import create_app, create_middleware
from app.users.models import User

OURS = "https://shop.example"
LIMIT = 1_000
ORDER: list[object] = [
    HeaderLinesMiddleware,
    SecurityHeadersMiddleware,
    CorrelationIdMiddleware,
    MetricsMiddleware,
    AllowedHostsMiddleware,
    CrossOriginMiddleware,
    BodyLimitMiddleware,
    CatchAllMiddleware,
]
POLICY = "default-src 'none'; frame-ancestors 'none'"


@pytest.fixture
def edge_app() -> FastAPI:
    """Return an app of one host and one origin, that takes small bodies."""
    app = create_app(
        Settings(
            allowed_hosts=["test", "127.0.0.1"],
            cors_origins=[OURS],
            max_body_size=LIMIT,
        )
    )

    @app.get("/broken")
    async def fail() -> None:
        raise RuntimeError("out of tea")

    @app.get("/kept")
    async def keep(response: Response) -> None:
        response.headers["Cache-Control"] = "max-age=60"

    @app.post("/echo")
    async def echo(words: list[str]) -> int:
        return len(words)

    return app


@pytest.fixture
async def edge(edge_app: FastAPI) -> AsyncGenerator[AsyncClient]:
    transport = ASGITransport(edge_app)
    async with (
        LifespanManager(edge_app),
        AsyncClient(
            transport=transport,
            base_url="http://test",
            headers={"Origin": OURS, "X-Request-ID": REQUEST_ID},
        ) as client,
    ):
        yield client


def test_layers_stand_in_the_stated_order() -> None:
    layers = create_middleware(Settings(), Metrics())
    found: list[object] = [layer.cls for layer in layers]

    assert found == ORDER


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        pytest.param("GET", "/health", {}, 200, id="answer"),
        pytest.param("GET", "/nowhere", {}, 404, id="no-route"),
        pytest.param("DELETE", "/health", {}, 405, id="no-method"),
        pytest.param("POST", "/echo", {}, 422, id="invalid"),
        pytest.param("POST", "/echo", {"Content-Length": "1001"}, 413, id="too-large"),
        pytest.param("GET", "/broken", {}, 500, id="failure"),
        pytest.param("GET", "/health", {"Host": "evil.example"}, 400, id="host"),
        pytest.param("GET", "/api/v1/users/me", {}, 401, id="api"),
    ],
)
async def test_every_response_has_id_and_security_headers(
    edge: AsyncClient, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    response = await edge.request(method, path, headers=headers)

    assert response.status_code == status
    assert response.headers["x-request-id"] == REQUEST_ID
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["x-frame-options"] == "DENY"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["content-security-policy"] == POLICY
    assert response.headers["cache-control"] == "no-store"
    assert response.headers.get_list("x-content-type-options") == ["nosniff"]


async def test_header_that_a_route_sets_is_left_alone(edge: AsyncClient) -> None:
    response = await edge.get("/kept")

    assert response.headers.get_list("cache-control") == ["max-age=60"]


async def test_interactive_docs_may_load_their_scripts(edge: AsyncClient) -> None:
    response = await edge.get("/docs")

    assert "content-security-policy" not in response.headers
    assert response.headers["x-content-type-options"] == "nosniff"


def test_only_production_insists_on_tls(production: Settings) -> None:
    name = "Strict-Transport-Security"

    assert name not in security_headers(Settings())
    assert security_headers(production)[name].startswith("max-age=31536000")


PREFLIGHT = {
    "Origin": OURS,
    "Access-Control-Request-Method": "PATCH",
    "Access-Control-Request-Headers": "authorization,if-match",
}


async def test_preflight_of_our_origin_is_answered(edge: AsyncClient) -> None:
    response = await edge.options("/api/v1/users/me", headers=PREFLIGHT)

    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == OURS
    assert "PATCH" in response.headers["access-control-allow-methods"]
    assert "If-Match" in response.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in response.headers
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        ({"Origin": "https://evil.example"}, "Disallowed CORS origin"),
        ({"Access-Control-Request-Headers": "x-evil"}, "Disallowed CORS headers"),
    ],
)
async def test_refused_preflight_is_a_problem(
    edge: AsyncClient, change: dict[str, str], detail: str
) -> None:
    response = await edge.options("/api/v1/users/me", headers=PREFLIGHT | change)

    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": detail,
        "instance": "/api/v1/users/me",
        "code": "http_400",
    }


@pytest.mark.parametrize("path", ["/health", "/broken", "/nowhere"])
async def test_page_of_our_origin_may_read_whatever_is_answered(
    edge: AsyncClient, path: str
) -> None:
    response = await edge.get(path)

    assert response.headers["access-control-allow-origin"] == OURS
    assert "X-Request-ID" in response.headers["access-control-expose-headers"]


async def test_page_of_another_origin_reads_nothing(edge: AsyncClient) -> None:
    response = await edge.get("/health", headers={"Origin": "https://evil.example"})

    assert response.status_code == 200
    assert "access-control-allow-origin" not in response.headers


async def chunks(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 100):
        yield body[start : start + 100]


def sign_up_of(size: int) -> bytes:
    """Return a valid sign-up, filled with white space to so many bytes."""
    text = (
        '{"email": "ada@example.com", "full_name": "Ada",'
        ' "password": "correct horse battery staple"}'
    )
    return text.encode().ljust(size)


@pytest.mark.parametrize("is_chunked", [False, True], ids=["declared", "chunked"])
@pytest.mark.parametrize(
    ("size", "status"),
    [
        pytest.param(LIMIT, 201, id="at-the-limit"),
        pytest.param(LIMIT + 1, 413, id="over-the-limit"),
        pytest.param(100 * LIMIT, 413, id="far-over-the-limit"),
    ],
)
async def test_body_over_the_limit_is_refused_and_nothing_stored(
    settings: Settings,
    committing_database: Database,
    size: int,
    status: int,
    *,
    is_chunked: bool,
) -> None:
    app = create_app(settings.model_copy(update={"max_body_size": LIMIT}))
    body = sign_up_of(size)
    headers = {"Content-Type": "application/json", "X-Request-ID": REQUEST_ID}

    with http_server(app) as address:
        async with AsyncClient(base_url=address, headers=headers) as client:
            response = await client.post(
                "/api/v1/users", content=chunks(body) if is_chunked else body
            )
            alive = await client.get("/health")

    async with committing_database.sessions() as session:
        count = (await session.scalars(select(func.count()).select_from(User))).one()
    assert (response.status_code, count) == (status, int(size <= LIMIT))
    assert response.headers["x-request-id"] == REQUEST_ID
    assert response.headers["x-content-type-options"] == "nosniff"
    assert alive.status_code == 200
    if status == 413:
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json() == {
            "type": "about:blank",
            "title": "Content Too Large",
            "status": 413,
            "instance": "/api/v1/users",
            "code": "http_413",
        }


@pytest.mark.parametrize("length", ["x", "-1", "1e3", "99999999999999999999"])
async def test_length_that_is_no_small_number_is_refused(
    edge: AsyncClient, length: str
) -> None:
    response = await edge.post(
        "/echo", content=b"[]", headers={"Content-Length": length}
    )

    assert response.status_code == 413


@pytest.fixture
def production() -> Settings:
    return Settings(
        environment="production",
        allowed_hosts=["test"],
        database_url=make_url("postgresql+asyncpg://nowhere/shop"),
        jwt_keys={"first": SecretStr("0123456789abcdef0123456789abcdef")},
    )
