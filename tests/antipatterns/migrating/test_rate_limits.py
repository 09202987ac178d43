"""A login and a list with limits, before and after the conversion."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response
from limits import parse, parse_many
from limits.aio.storage import MemoryStorage
from slowapi.middleware import SlowAPIMiddleware

from antipatterns.migrating import slowapi_limits as before
from patterns.migrating import rate_limits as after

type Build = Callable[[], FastAPI]

ADA = {"email": "ada@example.com"}


def build_after() -> FastAPI:
    return after.create_app(MemoryStorage())


def build_with_middleware() -> FastAPI:
    app = before.create_app()
    app.add_middleware(SlowAPIMiddleware)
    return app


@asynccontextmanager
async def client_of(
    app: FastAPI, ip: str = "198.51.100.1"
) -> AsyncGenerator[AsyncClient]:
    transport = ASGITransport(app, client=(ip, 5000))
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def after_lists(build: Build, method: str, path: str) -> Response:
    """List sixty times; return the response to one more request."""
    async with client_of(build()) as client:
        for _ in range(60):
            assert (await client.get("/items")).status_code == 200
        return await client.request(
            method, path, json=ADA if method == "POST" else None
        )


async def sixth_login(build: Build, body: dict[str, str]) -> Response:
    """Return the response to the sixth login within a minute."""
    async with client_of(build()) as client:
        responses = [await client.post("/login", json=body) for _ in range(6)]
    return responses[-1]


@pytest.mark.parametrize("build", [before.create_app, build_after])
async def test_each_client_may_log_in_five_times_a_minute(build: Build) -> None:
    app = build()

    for ip in ("198.51.100.1", "198.51.100.2"):
        async with client_of(app, ip) as client:
            found = [await client.post("/login", json=ADA) for _ in range(6)]
        statuses = [response.status_code for response in found]
        assert statuses == [200, 200, 200, 200, 200, 429]
        assert found[0].json() == "welcome, ada@example.com"


async def test_default_limit_without_middleware_limits_no_route(
    measured: Callable[[str], None],
) -> None:
    response = await after_lists(before.create_app, "GET", "/items")

    assert response.status_code == 200
    measured(
        "Request 61 to a route without a decorator, with a default limit of 60 a "
        f"minute, was answered with {response.status_code}."
    )


async def test_default_limit_with_middleware_limits_the_list() -> None:
    response = await after_lists(build_with_middleware, "GET", "/items")

    assert response.status_code == 429


async def test_limit_of_the_router_limits_the_list() -> None:
    response = await after_lists(build_after, "GET", "/items")

    assert response.status_code == 429


async def test_dependency_refuses_more(
    record_property: Callable[[str, object], None],
) -> None:
    builds = (before.create_app, build_with_middleware, build_after)
    rows = {
        "list 61": [
            (await after_lists(b, "GET", "/items")).status_code for b in builds
        ],
        "login after 60 lists": [
            (await after_lists(b, "POST", "/login")).status_code for b in builds
        ],
        "sixth login without an email": [
            (await sixth_login(b, {})).status_code for b in builds
        ],
    }

    assert list(rows.values()) == [[200, 429, 429], [200, 200, 429], [422, 422, 429]]
    heads = ("slowapi", "with SlowAPIMiddleware", "dependencies")
    lines = [f"{'':30}{'  '.join(heads)}"]
    for name, statuses in rows.items():
        cells = zip(statuses, heads, strict=True)
        line = "  ".join(f"{status:<{len(head)}}" for status, head in cells)
        lines.append(f"{name:30}{line}".rstrip())
    record_property("shown:statuses", "\n".join(lines))


async def test_refusals_differ_in_header_and_body(
    record_property: Callable[[str, object], None],
) -> None:
    old = await sixth_login(before.create_app, ADA)
    new = await sixth_login(build_after, ADA)

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


def test_parse_reads_only_the_first_of_two_rates() -> None:
    rates = "5/minute;100/hour"

    assert parse(rates) == parse("5/minute")
    assert parse_many(rates) == [parse("5/minute"), parse("100/hour")]
