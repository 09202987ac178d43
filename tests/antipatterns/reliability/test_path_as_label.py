"""A scanner requests a thousand paths that do not exist."""

from collections.abc import Awaitable, Callable

from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx import Request, Response
from prometheus_client import CollectorRegistry, generate_latest

from antipatterns.reliability import path_as_label as wrong
from app.core.metrics import Metrics, MetricsMiddleware

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]

PATHS = 1000


async def scan(app: FastAPI, ask: Ask) -> None:
    """Request each of the paths once."""
    for number in range(PATHS):
        await ask(app, Request("GET", f"http://shop/{number}"))


def count_series(registry: CollectorRegistry, name: str) -> int:
    """Return the number of exposed lines that start with the name."""
    lines = generate_latest(registry).decode().splitlines()
    return sum(line.startswith(f"{name}{{") for line in lines)


async def test_each_path_adds_a_time_series(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    registry = CollectorRegistry()
    app = FastAPI()
    app.add_middleware(wrong.CountingMiddleware, registry=registry)

    async with LifespanManager(app):
        await scan(app, ask)

    series = count_series(registry, "http_requests_total")
    assert series == PATHS
    measured(f"{PATHS:,} requests for unknown paths left {series:,} time series.")


async def test_route_template_adds_one_time_series(ask: Ask) -> None:
    metrics = Metrics()
    app = FastAPI()
    app.add_middleware(MetricsMiddleware, metrics=metrics)

    await scan(app, ask)

    assert count_series(metrics.registry, "http_request_seconds_count") == 1
