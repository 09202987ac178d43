"""A deadline of 0.5 s for a service that answers after 1.5 s, or at once."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Generator

import httpx
import pytest
from fastapi import FastAPI
from servers import http_server

from antipatterns.async_code import deadline_around_thread as wrong
from patterns.async_code import deadline_in_library as right

HOLD = 1.5  # seconds
type ReadRates = Callable[[httpx.Client], Awaitable[str]]


class Service:
    """Another service."""

    def __init__(self) -> None:
        self.address = ""
        self.hold = HOLD


@pytest.fixture
def service() -> Generator[Service]:
    service = Service()
    app = FastAPI()

    @app.get("/rates")
    async def read() -> str:
        await asyncio.sleep(service.hold)
        return "1.1"

    with http_server(app) as service.address:
        yield service


async def time_call(read_rates: ReadRates, service: Service) -> tuple[float, str]:
    """Return the seconds of the call, and what it returned or raised."""
    with httpx.Client(base_url=service.address) as client:
        started_at = time.perf_counter()
        try:
            result = await read_rates(client)
        except httpx.TimeoutException as error:
            result = type(error).__name__
        return time.perf_counter() - started_at, result


async def test_deadline_waits_for_the_thread(
    service: Service, measured: Callable[[str], None]
) -> None:
    taken, result = await time_call(wrong.read_rates, service)

    assert taken > HOLD * 0.9
    assert result == '"1.1"'
    measured(
        f"With a deadline of {wrong.DEADLINE} s, the call returned after {taken:.1f} s."
    )


async def test_library_keeps_the_deadline(service: Service) -> None:
    taken, result = await time_call(right.read_rates, service)

    assert taken < HOLD * 0.9
    assert result == "ReadTimeout"


async def test_fast_answer_is_returned(service: Service) -> None:
    service.hold = 0

    assert (await time_call(right.read_rates, service))[1] == '"1.1"'
