"""Clients that send a body slowly: when the proxy waits, and when it hangs up."""

import ssl
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from socket import create_connection, create_server

import pytest
from logged_process import START_SECONDS

from tests.patterns.reverse_proxy.nginx_process import (
    HOST,
    Changes,
    Nginx,
    client_context,
    shop_files,
    shop_nginx,
)
from tests.patterns.reverse_proxy.upstreams import recorder

type Shown = Callable[[str], str]

SOON: Changes = {"limits.conf": {"client_body_timeout 10s;": "client_body_timeout 2s;"}}
TIMEOUT = 2  # seconds; of the body, in these tests
BYTES = 6
PAUSE = 0.5  # seconds; all of the body takes longer than the timeout
HEAD = (
    f"POST /api/v1/items HTTP/1.1\r\nHost: {HOST}\r\n"
    f"Content-Length: {BYTES}\r\nConnection: close\r\n\r\n"
).encode()
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


@contextmanager
def started_request(proxy: Nginx) -> Generator[ssl.SSLSocket]:
    """Open a connection and send the head of a request."""
    context = client_context()
    with (
        create_connection(("127.0.0.1", proxy.https), START_SECONDS) as plain,
        context.wrap_socket(plain, server_hostname=HOST) as connection,
    ):
        connection.sendall(HEAD)
        yield connection


def test_body_byte_by_byte_takes_no_connection_of_the_app(
    tmp_path: Path, shown: Shown
) -> None:
    with (
        create_server(("127.0.0.1", 0)) as app,
        shop_nginx(tmp_path, shop_files(shown), [app.getsockname()[1]], SOON) as proxy,
        started_request(proxy) as connection,
    ):
        app.settimeout(PAUSE)
        for _ in range(BYTES - 1):
            connection.sendall(b"x")
            with pytest.raises(TimeoutError):
                app.accept()
        connection.sendall(b"x")
        app.settimeout(START_SECONDS)
        request, _ = app.accept()
        request.settimeout(START_SECONDS)
        with request, request.makefile("rb") as received:
            head = b"".join(iter(received.readline, b"\r\n"))
            body = received.read(BYTES)
            request.sendall(OK)
            answer = connection.recv(1024)

    assert (BYTES - 1) * PAUSE > TIMEOUT
    assert head.startswith(b"POST /api/v1/items HTTP/1.1\r\n")
    assert body == b"x" * BYTES
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")


def test_body_that_stops_is_cut_off_and_never_reaches_the_app(
    tmp_path: Path, shown: Shown
) -> None:
    with (
        recorder() as upstream,
        shop_nginx(tmp_path, shop_files(shown), [upstream.port], SOON) as proxy,
        started_request(proxy) as connection,
        proxy.client() as client,
    ):
        started = time.monotonic()
        connection.sendall(b"x")
        served = client.get("/api/v1/items")
        answer = connection.recv(1024)
        waited = time.monotonic() - started

    assert waited > TIMEOUT * 0.9
    assert served.status_code == 200
    assert answer == b""
    assert len(upstream.seen) == 1
