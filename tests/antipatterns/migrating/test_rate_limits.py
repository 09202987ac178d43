"""A login and a list with limits, before and after the conversion."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response
from limits.aio.storage import MemoryStorage

from antipatterns.migrating import slowapi_limits as before
from patterns.migrating import rate_limits as after

type Build = Callable[[], FastAPI]


def build_after() -> FastAPI:
    return after.create_app(MemoryStorage())


@asynccontextmanager
async def client_of(build: Build) -> AsyncGenerator[AsyncClient]:
    transport = ASGITransport(build())
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def list_often(build: Build) -> Response:
    """Return the response to the first request above the default limit."""
    async with client_of(build) as client:
        for _ in range(60):
            assert (await client.get("/items")).status_code == 200
        return await client.get("/items")


async def log_in_often(build: Build) -> Response:
    """Return the response to the sixth login within a minute."""
    async with client_of(build) as client:
        for _ in range(5):
            assert (await client.post("/login")).json() == "welcome"
        return await client.post("/login")


@pytest.mark.parametrize("build", [before.create_app, build_after])
async def test_sixth_login_in_a_minute_is_refused(build: Build) -> None:
    assert (await log_in_often(build)).status_code == 429


async def test_default_limit_of_slowapi_limits_no_route(
    measured: Callable[[str], None],
) -> None:
    response = await list_often(before.create_app)

    assert response.status_code == 200
    measured(
        "Request 61 to a route without a decorator, with a default limit of 60 a "
        f"minute, was answered with {response.status_code}."
    )


async def test_limit_of_the_app_limits_every_route() -> None:
    response = await list_often(build_after)

    assert response.status_code == 429


async def test_refusals_differ_in_header_and_body(
    record_property: Callable[[str, object], None],
) -> None:
    old, new = await log_in_often(before.create_app), await log_in_often(build_after)

    assert "Retry-After" not in old.headers
    assert old.json() == {"error": "Rate limit exceeded: 5 per 1 minute"}
    assert 0 < int(new.headers["Retry-After"]) <= 60
    assert new.json() == {"detail": "Too Many Requests"}
    lines = (
        f"{name:8} {'with' if 'Retry-After' in response.headers else 'no'} "
        f"Retry-After, {response.text}"
        for name, response in (("slowapi", old), ("limits", new))
    )
    record_property("shown:refusals", "\n".join(lines))
