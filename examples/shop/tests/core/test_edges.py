"""The headers of every response, from a route, the router or a middleware."""

from collections.abc import AsyncGenerator

import pytest
from asgi_correlation_id import CorrelationIdMiddleware
from asgi_lifespan import LifespanManager
from exchange import REQUEST_ID
from fastapi import FastAPI, Response
from httpx import ASGITransport, AsyncClient
from pydantic import SecretStr
from sqlalchemy import make_url
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from app.config import Settings
from app.core.headers import HeaderLinesMiddleware
from app.core.metrics import Metrics, MetricsMiddleware
from app.core.middleware import (
    CatchAllMiddleware,
    HeadMiddleware,
    SecurityHeadersMiddleware,
)
from app.main import create_app, create_middleware

OURS = "https://shop.example"
ORDER: list[object] = [
    HeaderLinesMiddleware,
    SecurityHeadersMiddleware,
    CorrelationIdMiddleware,
    MetricsMiddleware,
    TrustedHostMiddleware,
    CORSMiddleware,
    RequestBodyLimitMiddleware,
    HeadMiddleware,
    CatchAllMiddleware,
]
POLICY = "default-src 'none'; frame-ancestors 'none'"


@pytest.fixture
def edge_app() -> FastAPI:
    """Return an app with one host, one origin and a small body limit."""
    app = create_app(
        Settings(allowed_hosts=["test"], cors_origins=[OURS], max_body_size=1_000)
    )

    @app.get("/broken")
    async def fail() -> None:
        raise RuntimeError("out of tea")

    @app.get("/cached")
    async def cache(response: Response) -> None:
        response.headers["Cache-Control"] = "max-age=60"

    @app.post("/words")
    async def count(words: list[str]) -> int:
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


def test_middleware_has_the_stated_order() -> None:
    layers = create_middleware(Settings(), Metrics())
    found: list[object] = [layer.cls for layer in layers]

    assert found == ORDER


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        pytest.param("GET", "/health", {}, 200, id="answer"),
        pytest.param("GET", "/nowhere", {}, 404, id="no-route"),
        pytest.param("DELETE", "/health", {}, 405, id="no-method"),
        pytest.param("POST", "/words", {}, 422, id="invalid"),
        pytest.param("POST", "/words", {"Content-Length": "1001"}, 413, id="too-large"),
        pytest.param("GET", "/broken", {}, 500, id="failure"),
        pytest.param("GET", "/health", {"Host": "evil.example"}, 400, id="host"),
        pytest.param("HEAD", "/health", {}, 200, id="head"),
        pytest.param(
            "OPTIONS",
            "/health",
            {"Access-Control-Request-Method": "BREW"},
            400,
            id="preflight",
        ),
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


async def test_header_set_by_a_route_is_kept(edge: AsyncClient) -> None:
    response = await edge.get("/cached")

    assert response.headers.get_list("cache-control") == ["max-age=60"]


async def test_interactive_docs_may_load_their_scripts(edge: AsyncClient) -> None:
    response = await edge.get("/docs")

    assert "content-security-policy" not in response.headers
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("in_production", [False, True])
async def test_only_production_sends_hsts(
    production: Settings, *, in_production: bool
) -> None:
    app = create_app(production if in_production else Settings())

    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as me:
        response = await me.get("/health")

    header = response.headers.get("strict-transport-security")
    assert header == ("max-age=31536000; includeSubDomains" if in_production else None)


PREFLIGHT = {
    "Origin": OURS,
    "Access-Control-Request-Method": "PATCH",
    "Access-Control-Request-Headers": "authorization,if-match",
}


async def test_preflight_of_an_allowed_origin_succeeds(edge: AsyncClient) -> None:
    response = await edge.options("/api/v1/users/me", headers=PREFLIGHT)

    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == OURS
    assert "PATCH" in response.headers["access-control-allow-methods"]
    assert "If-Match" in response.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in response.headers
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"Origin": "https://evil.example"}, "Disallowed CORS origin"),
        ({"Access-Control-Request-Headers": "x-evil"}, "Disallowed CORS headers"),
    ],
)
async def test_preflight_with_unlisted_value_is_refused(
    edge: AsyncClient, change: dict[str, str], text: str
) -> None:
    response = await edge.options("/api/v1/users/me", headers=PREFLIGHT | change)

    assert (response.status_code, response.text) == (400, text)
    assert response.headers["content-type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("path", ["/health", "/broken", "/nowhere"])
async def test_allowed_origin_reads_every_response(
    edge: AsyncClient, path: str
) -> None:
    response = await edge.get(path)

    assert response.headers["access-control-allow-origin"] == OURS
    exposed = response.headers["access-control-expose-headers"].split(", ")
    assert exposed == ["ETag", "Location", "Retry-After", "X-Request-ID"]


async def test_other_origin_reads_no_response(edge: AsyncClient) -> None:
    response = await edge.get("/health", headers={"Origin": "https://evil.example"})

    assert response.status_code == 200
    assert "access-control-allow-origin" not in response.headers


@pytest.fixture
def production() -> Settings:
    return Settings(
        environment="production",
        allowed_hosts=["test"],
        database_url=make_url("postgresql+asyncpg://nowhere/shop"),
        jwt_keys={"first": SecretStr("0123456789abcdef0123456789abcdef")},
    )
