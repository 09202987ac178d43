"""Requests that a load balancer sends between SIGTERM and its next probe."""

import signal
import threading
from collections.abc import Callable

import httpx
import uvicorn
from fastapi import FastAPI
from logged_process import free_port, wait_until

from antipatterns.health import closed_at_once as wrong
from app.core.problems import add_problem_handlers
from patterns.health import draining_server as right

REQUESTS = 5
DRAIN_SECONDS = 20  # a second signal ends it


def small_app() -> FastAPI:
    """Return an app with a readiness probe and one more route."""
    app = FastAPI()
    app.state.draining = False
    add_problem_handlers(app)

    @app.get("/ready", dependencies=[right.require_serving])
    async def read_readiness() -> None: ...

    @app.get("/items")
    async def list_items() -> list[str]:
        return []

    return app


def status_of(url: str) -> int | None:
    """Return the status, None if the connection is refused."""
    try:
        return httpx.get(url).status_code
    except httpx.TransportError:
        return None


def answers_after_sigterm(server: uvicorn.Server) -> list[int | None]:
    """Stop the server; return what it answers when its probe no longer succeeds."""
    address = f"http://127.0.0.1:{server.config.port}"
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_until(lambda: status_of(f"{address}/ready") == 200, "the probe to succeed")
    server.handle_exit(signal.SIGTERM, None)
    wait_until(lambda: status_of(f"{address}/ready") != 200, "the probe to fail")
    answers = [status_of(f"{address}/items") for _ in range(REQUESTS)]
    server.handle_exit(signal.SIGTERM, None)
    thread.join()
    return answers


def test_server_without_delay_refuses_connections(
    measured: Callable[[str], None],
) -> None:
    answers = answers_after_sigterm(wrong.create_server(small_app(), free_port()))

    refused = answers.count(None)
    assert refused == REQUESTS
    measured(
        f"After SIGTERM the server refused {refused} of {REQUESTS} connections that a"
        " load balancer opened before it had noticed."
    )


def test_draining_server_answers_while_its_probe_fails() -> None:
    server = right.DrainingServer(small_app(), free_port(), DRAIN_SECONDS)

    assert answers_after_sigterm(server) == [200] * REQUESTS


def test_draining_server_ends_after_the_delay() -> None:
    server = right.DrainingServer(small_app(), free_port(), 0.1)
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_until(lambda: server.started, "uvicorn to start")

    server.handle_exit(signal.SIGTERM, None)

    wait_until(lambda: not thread.is_alive(), "uvicorn to end")
