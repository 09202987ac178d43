"""A health check that arrives while another request waits for a slow service."""

import asyncio
import time
from collections.abc import Callable, Generator
from threading import Event

import httpx
import pytest
from fastapi import FastAPI
from servers import http_server

from antipatterns.async_code import blocking_call as wrong
from patterns.async_code import awaited_call as right

HOLD = 1.0  # seconds, for which the service holds each request
NO_KEEPALIVE = httpx.Limits(max_keepalive_connections=0)  # the server has a loop


class Service:
    """Another service, which answers slowly."""

    def __init__(self) -> None:
        self.address = ""
        self.has_request = Event()


@pytest.fixture
def service() -> Generator[Service]:
    service = Service()
    app = FastAPI()

    @app.get("/rates")
    @app.get("/quotes")
    async def read() -> str:
        service.has_request.set()
        await asyncio.sleep(HOLD)
        return "1.1"

    with http_server(app) as service.address:
        yield service


async def time_health_check(app: FastAPI, path: str, service: Service) -> float:
    """Return the seconds of a health check, sent while `path` waits."""
    with http_server(app) as address:
        async with httpx.AsyncClient(base_url=address) as client:
            slow = asyncio.create_task(client.get(path))
            await asyncio.to_thread(service.has_request.wait)
            started_at = time.perf_counter()
            health = await client.get("/health")
            taken = time.perf_counter() - started_at
            assert (health.status_code, (await slow).json()) == (200, '"1.1"')
    return taken


async def test_blocking_call_delays_another_request(
    service: Service, measured: Callable[[str], None]
) -> None:
    with httpx.Client(base_url=service.address) as client:
        app = wrong.create_app(client)
        taken = await time_health_check(app, "/rates", service)

    assert taken > HOLD * 0.8
    measured(
        f"A health check took {taken * 1000:.0f} ms while another request waited "
        f"{HOLD * 1000:.0f} ms for another service."
    )


@pytest.mark.parametrize("path", ["/rates", "/quotes"])
async def test_waiting_request_does_not_delay_another(
    service: Service, path: str
) -> None:
    with httpx.Client(base_url=service.address) as blocking_client:
        async with httpx.AsyncClient(
            base_url=service.address, limits=NO_KEEPALIVE
        ) as client:
            app = right.create_app(client, blocking_client)
            taken = await time_health_check(app, path, service)

    assert taken < HOLD * 0.8
