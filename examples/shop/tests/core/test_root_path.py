"""Behind a proxy that serves the app below a path prefix (`uvicorn --root-path`)."""

from collections.abc import AsyncGenerator
from urllib.parse import urljoin

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from servers import http_server

from app.config import Settings
from app.core.telemetry import is_probe
from app.main import create_app

PREFIX = "/shop"
POLICY = "content-security-policy"


@pytest.fixture
def app() -> FastAPI:
    return create_app(Settings())


@pytest.fixture(params=["stripped", "kept"])
async def client(
    request: pytest.FixtureRequest, app: FastAPI
) -> AsyncGenerator[AsyncClient]:
    """Yield a client of the proxy: it strips the prefix and uvicorn adds it again.

    Other servers leave the path as it came, which is the same for the app.
    """
    if request.param == "stripped":
        with http_server(app, root_path=PREFIX) as address:
            async with AsyncClient(base_url=address) as client:
                yield client
    else:
        transport = ASGITransport(app, root_path=PREFIX)
        base_url = f"http://test{PREFIX}"
        async with AsyncClient(transport=transport, base_url=base_url) as client:
            yield client


async def test_only_docs_pages_have_no_content_policy(client: AsyncClient) -> None:
    docs, health = await client.get("/docs"), await client.get("/health")

    assert (docs.status_code, health.status_code) == (200, 200)
    assert POLICY not in docs.headers
    assert POLICY in health.headers


async def test_docs_page_finds_document_and_token_url(client: AsyncClient) -> None:
    page = (await client.get("/docs")).text
    document = (await client.get("/openapi.json")).json()

    schemes = document["components"]["securitySchemes"].values()
    [flow] = [scheme["flows"]["password"] for scheme in schemes]
    assert f"url: '{PREFIX}/openapi.json'" in page
    assert document["servers"] == [{"url": PREFIX}]
    assert urljoin(f"{PREFIX}/docs", flow["tokenUrl"]) == f"{PREFIX}/api/v1/auth/token"


async def test_problem_names_the_path_that_the_client_sent(client: AsyncClient) -> None:
    problem = (await client.get("/nowhere")).json()

    assert problem["instance"] == f"{PREFIX}/nowhere"


async def test_metrics_label_is_the_route_without_prefix(client: AsyncClient) -> None:
    await client.get("/health")
    metrics = (await client.get("/metrics")).text

    assert 'route="/health"' in metrics
    assert PREFIX not in metrics


async def test_uvicorn_needs_a_proxy_that_strips_the_prefix(app: FastAPI) -> None:
    with http_server(app, root_path=PREFIX) as address:
        async with AsyncClient(base_url=address) as client:
            response = await client.get(f"{PREFIX}/health")

    assert response.status_code == 404
    assert response.json()["instance"] == f"{PREFIX}{PREFIX}/health"


@pytest.mark.parametrize("path", ["/shop/health", "/health"])
def test_probe_is_found_below_the_prefix(path: str) -> None:
    assert is_probe({"type": "http", "path": path, "root_path": PREFIX})
    assert not is_probe({"type": "http", "path": f"{path}y", "root_path": PREFIX})
