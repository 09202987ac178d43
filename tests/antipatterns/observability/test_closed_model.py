"""A server that answers nothing for a second, under either load test."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI
from servers import http_server

from tests.patterns.observability.load import THRESHOLD_FAILED, run_k6

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/observability/closed_model.js"
RIGHT = "examples/shop/deploy/load/checkout.js"
STALL = 0.5, 1.5  # seconds since the first request
SLOW = 0.4


def stalling_app(waits: list[float]) -> FastAPI:
    """Return an app that notes how long each request waited for the stall to end."""
    app = FastAPI()
    begin: list[float] = []

    async def wait() -> None:
        now = time.monotonic()
        begin.append(now)
        passed = now - begin[0]
        pause = STALL[1] - passed if STALL[0] < passed < STALL[1] else 0.0
        waits.append(pause)
        await asyncio.sleep(pause)

    @app.get("/api/v1/items")
    async def list_items() -> dict[str, list[dict[str, int]]]:
        await wait()
        return {"items": [{"id": 1}]}

    @app.post("/api/v1/orders", status_code=201)
    async def place_order() -> None:
        await wait()

    return app


def count_slow(waits: list[float]) -> int:
    """Return how many requests waited for long."""
    return sum(wait > SLOW for wait in waits)


def test_closed_model_passes_although_the_server_stalled(
    shown: Shown, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    waits: list[float] = []

    with http_server(stalling_app(waits)) as address:
        run = run_k6(shown(WRONG), tmp_path, BASE_URL=address, DURATION="3s")

    assert run.status == 0, run.output
    slow = count_slow(waits)
    assert slow == 1
    assert len(waits) > 12
    measured(
        f"The server stalled for 1 s of 3 s. k6 sent {slow} request during the stall, "
        "and every threshold passed."
    )


def test_open_model_fails_when_the_server_stalls(
    shown: Shown, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    waits: list[float] = []

    with http_server(stalling_app(waits)) as address:
        variables = {"BASE_URL": address, "DURATION": "2s", "RATE": "20"}
        run = run_k6(shown(RIGHT), tmp_path, **variables)

    assert run.status == THRESHOLD_FAILED, run.output
    assert count_slow(waits) > 5
    assert "✗ 'p(99)<500'" in run.thresholds
    record_property("shown:thresholds", run.thresholds)
