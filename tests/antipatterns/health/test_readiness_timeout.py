"""Probes of an app whose database accepts connections and never answers."""

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
from fastapi import APIRouter
from servers import http_server
from sqlalchemy import QueuePool, make_url

from antipatterns.health import readiness_without_timeout as wrong
from app.config import Settings
from app.health import router as right
from tests.antipatterns.health.probing import service

PROBES = 5
PROBE_TIMEOUT = 1.0  # seconds, Kubernetes' default
READY_TIMEOUT = 0.1


def is_answered(address: str) -> bool:
    """Return whether the probe gets an answer in time."""
    try:
        httpx.get(f"{address}/ready", timeout=PROBE_TIMEOUT)
    except httpx.ReadTimeout:
        return False
    return True


def probe_silent_database(router: APIRouter) -> tuple[int, int]:
    """Return how many probes were answered, and how many connections are in use."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql+asyncpg://app@127.0.0.1:{silent.getsockname()[1]}/shop"
        settings = Settings(
            database_url=make_url(url),
            database_connect_timeout=60,  # asyncpg's default
            ready_timeout=READY_TIMEOUT,
        )
        app = service(router, settings)
        with http_server(app) as address:
            with ThreadPoolExecutor(PROBES) as threads:
                answered = sum(threads.map(is_answered, [address] * PROBES))
            pool = app.state.database.engine.pool
            assert isinstance(pool, QueuePool)
            in_use = pool.checkedout()
            silent.close()  # resets the connections, so that the server can end
    return answered, in_use


def test_check_without_timeout_outlives_the_probe(
    measured: Callable[[str], None],
) -> None:
    answered, in_use = probe_silent_database(wrong.router)

    assert (answered, in_use) == (0, PROBES)
    measured(
        f"The database accepted connections and never answered: {answered} of {PROBES}"
        f" probes got a response, and {in_use} of their checks still held a connection"
        " of the pool."
    )


def test_check_with_timeout_answers_and_ends() -> None:
    assert probe_silent_database(right.router) == (PROBES, 0)


def test_check_without_timeout_answers_while_the_database_does(
    tmp_path: Path,
) -> None:
    url = make_url(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")

    with http_server(service(wrong.router, Settings(database_url=url))) as address:
        assert is_answered(address)
