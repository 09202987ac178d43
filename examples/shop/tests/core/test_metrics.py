from collections.abc import AsyncGenerator

import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from prometheus_client.parser import text_string_to_metric_families

from app.config import Settings
from app.main import create_app

Counted = dict[tuple[str, str, str], float]


@pytest.fixture
def measured() -> FastAPI:
    app = create_app(Settings())

    @app.get("/broken")
    async def fail() -> None:
        raise RuntimeError("out of tea")

    return app


@pytest.fixture
async def client(measured: FastAPI) -> AsyncGenerator[AsyncClient]:
    async with (
        LifespanManager(measured),
        AsyncClient(
            transport=ASGITransport(measured), base_url="http://test"
        ) as client,
    ):
        yield client


async def counted(client: AsyncClient) -> Counted:
    """Return the number of requests by method, route and status."""
    text = (await client.get("/metrics")).text
    return {
        (sample.labels["method"], sample.labels["route"], sample.labels["status"]): (
            sample.value
        )
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == "http_request_seconds_count"
    }


async def test_route_label_is_the_whole_template(client: AsyncClient) -> None:
    for user_id in range(3):
        await client.get(f"/api/v1/users/{user_id}")
    await client.get("/api/v2/users/me")

    assert await counted(client) == {
        ("GET", "/api/v1/users/{user_id}", "401"): 3,
        ("GET", "/api/v2/users/me", "401"): 1,
    }


async def test_head_is_counted_with_its_route(client: AsyncClient) -> None:
    await client.head("/api/v1/users/1")

    assert await counted(client) == {("HEAD", "/api/v1/users/{user_id}", "401"): 1}


async def test_client_text_never_becomes_a_label(client: AsyncClient) -> None:
    for number in range(20):
        await client.request(f"BREW{number}", f"/{number}")

    assert await counted(client) == {("other", "other", "404"): 20}


async def test_exception_counts_as_500(client: AsyncClient) -> None:
    await client.get("/broken")

    assert await counted(client) == {("GET", "/broken", "500"): 1}


async def test_process_and_requests_in_flight_are_exposed(client: AsyncClient) -> None:
    response = await client.get("/metrics")

    assert response.headers["content-type"].startswith("text/plain")
    assert "\nhttp_requests_active 1.0\n" in response.text
    assert "\nprocess_cpu_seconds_total " in response.text


async def test_apps_have_separate_registries(client: AsyncClient) -> None:
    other = create_app(Settings())

    await client.get("/health")

    async with AsyncClient(
        transport=ASGITransport(other), base_url="http://test"
    ) as other_client:
        assert await counted(other_client) == {}
