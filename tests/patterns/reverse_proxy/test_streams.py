"""Event streams, WebSockets and compressed lists through the proxy."""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socket import create_connection
from threading import Event

import pytest
from logged_process import START_SECONDS

from tests.patterns.reverse_proxy.nginx_process import (
    FOLDER,
    HOST,
    client_context,
    errors_of_nginx,
    shop_files,
    shop_nginx,
)
from tests.patterns.reverse_proxy.upstreams import recorder

STREAMS = "examples/patterns/reverse_proxy/streams.conf"
LIST = f"{FOLDER}/locations.conf::location = /api/v1/items"
HANDSHAKE = (
    "GET /api/v1/chat HTTP/1.1\r\n"
    f"Host: {HOST}\r\n"
    "Connection: Upgrade\r\n"
    "Upgrade: websocket\r\n"
    "Forwarded: for=198.51.100.1\r\n"
    "X-Forwarded-For: 198.51.100.1\r\n"
    "X-Forwarded-Host: attacker.example\r\n"
    "X-Real-IP: 198.51.100.1\r\n\r\n"
).encode()
SET = ("Host", "Upgrade", "X-Forwarded-For", "X-Forwarded-Proto")
REMOVED = ("Forwarded", "X-Forwarded-Host", "X-Real-IP")


def test_events_with_accel_header_pass_at_once(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    received = Event()
    in_time: list[bool] = []

    def send_events(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("X-Accel-Buffering", "no")
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(b"data: 1\n\n")
        in_time.append(received.wait(START_SECONDS))

    with (
        recorder(send_events) as upstream,
        shop_nginx(tmp_path, shop_files(shown), [upstream.port]) as proxy,
        proxy.client() as client,
        client.stream("GET", "/api/v1/any/events") as answer,
    ):
        for _ in answer.iter_lines():
            received.set()

    assert in_time == [True]


def test_websocket_is_upgraded_with_the_real_ip(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    seen: list[str | None] = []

    def upgrade(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        seen.extend(handler.headers[name] for name in (*SET, *REMOVED))
        handler.send_response(101)
        handler.send_header("Connection", "Upgrade")
        handler.send_header("Upgrade", "websocket")
        handler.end_headers()
        handler.wfile.write(handler.rfile.readline())

    files = shop_files(shown, locations=shown(STREAMS))
    with (
        recorder(upgrade) as upstream,
        shop_nginx(tmp_path, files, [upstream.port]) as proxy,
        create_connection(("127.0.0.1", proxy.https)) as plain,
        client_context().wrap_socket(plain, server_hostname=HOST) as connection,
        connection.makefile("rwb") as stream,
    ):
        stream.write(HANDSHAKE)
        stream.flush()
        status = stream.readline()
        while stream.readline() != b"\r\n":
            pass
        stream.write(b"hello\n")
        stream.flush()
        echoed = stream.readline()

    assert status.startswith(b"HTTP/1.1 101 ")
    assert echoed == b"hello\n"
    assert seen == [HOST, "websocket", "127.0.0.1", "https", None, None, None]


@pytest.mark.parametrize(
    ("path", "length", "encoding"),
    [
        ("/api/v1/items", 20_000, "gzip"),
        ("/api/v1/items", 5_000, None),
        ("/api/v1/items/1", 20_000, None),
    ],
)
def test_only_long_lists_are_compressed(
    tmp_path: Path,
    shown: Callable[[str], str],
    path: str,
    length: int,
    encoding: str | None,
) -> None:
    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(length))
        handler.end_headers()
        handler.wfile.write(b"0" * length)

    with (
        recorder(send) as upstream,
        shop_nginx(tmp_path, shop_files(shown), [upstream.port]) as proxy,
        proxy.client() as client,
    ):
        assert proxy.has(shown(LIST))
        answer = client.get(path)

    assert answer.headers.get("content-encoding") == encoding
    assert len(answer.content) == length


def test_nginx_knows_gzip_and_no_brotli(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    files = shop_files(shown)
    locations = files["locations.conf"].replace("gzip on;", "brotli on;")

    assert not errors_of_nginx(tmp_path, files)
    refused = errors_of_nginx(tmp_path, {**files, "locations.conf": locations})
    assert 'unknown directive "brotli"' in refused
