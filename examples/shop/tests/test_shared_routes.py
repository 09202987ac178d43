"""What the apps of two tests share, and what it saves."""

import time
from statistics import median

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from app.config import Settings
from app.main import create_app
from app.users.dependencies import get_password_hasher

AT_LEAST = 3  # times as long, also on a busy machine
ROUNDS = 3


async def first_request_seconds(app: FastAPI) -> float:
    async with AsyncClient(
        transport=ASGITransport(app), base_url="http://test"
    ) as client:
        started = time.perf_counter()
        response = await client.get("/api/v1/unknown")
        assert response.status_code == 404
        return time.perf_counter() - started


def sharing(routed: FastAPI) -> FastAPI:
    """Return a new app as the fixture makes it."""
    app = create_app(Settings())
    app.router.routes = [*routed.router.routes]
    return app


async def test_first_request_of_a_new_app_builds_all_routes(routed: FastAPI) -> None:
    await first_request_seconds(routed)  # builds what is shared

    new = [await first_request_seconds(create_app(Settings())) for _ in range(ROUNDS)]
    shared = [await first_request_seconds(sharing(routed)) for _ in range(ROUNDS)]

    assert median(new) > AT_LEAST * median(shared)


def test_app_starts_with_the_overrides_of_its_fixture_only(app: FastAPI) -> None:
    assert set(app.dependency_overrides) == {get_password_hasher}

    app.dependency_overrides[len] = lambda: 0  # the next engine's test must not see it
