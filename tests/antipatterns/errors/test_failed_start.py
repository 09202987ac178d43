"""What a server does when the app fails to start."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress

import httpx
import uvicorn
from fastapi import FastAPI
from logged_process import free_port, wait_until
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from antipatterns.errors import lifespan_auto as wrong
from patterns.errors import lifespan_on as right


def broken_app() -> FastAPI:
    """Return an app with a host pattern that the middleware refuses."""
    return FastAPI(
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["*shop.example"])]
    )


@contextmanager
def running(server: uvicorn.Server) -> Generator[threading.Thread]:
    """Run the server in a thread until it serves or ends."""

    def run() -> None:
        with suppress(SystemExit):  # how uvicorn reports a failed start
            server.run()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        wait_until(lambda: server.started or not thread.is_alive(), "uvicorn to start")
        yield thread
    finally:
        server.should_exit = True
        thread.join()


def test_server_without_the_option_serves_500(
    measured: Callable[[str], None],
) -> None:
    port = free_port()

    with running(wrong.create_server(broken_app(), port)):
        answers = [
            httpx.get(f"http://127.0.0.1:{port}/{path}") for path in ("", "docs")
        ]

    assert [answer.status_code for answer in answers] == [500, 500]
    measured(
        "The app failed to start; the server ran, and answered every request"
        f" {answers[0].status_code}, “{answers[0].text}”."
    )


def test_server_with_the_option_ends() -> None:
    server = right.create_server(broken_app(), free_port())

    with running(server) as thread:
        assert not thread.is_alive()
        assert not server.started


def test_server_with_the_option_serves_an_app_that_starts() -> None:
    port = free_port()

    with running(right.create_server(FastAPI(), port)):
        answer = httpx.get(f"http://127.0.0.1:{port}/docs")

    assert answer.status_code == 200
