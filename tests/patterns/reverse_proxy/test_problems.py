"""Errors that nginx answers itself, and those that it passes on."""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event

import pytest
from accounts import SIGNING_KEYS
from httpx import Response
from logged_process import START_SECONDS, free_port
from sqlalchemy import make_url

from app.config import Settings
from app.core.middleware import HSTS, SECURITY_HEADERS
from app.core.problems import plain_problem
from app.main import create_app
from tests.patterns.reverse_proxy.nginx_process import (
    FOLDER,
    HOST,
    shop_files,
    shop_nginx,
)
from tests.patterns.reverse_proxy.upstreams import (
    break_connection,
    port_of,
    recorder,
)

PARTS = [
    f"{FOLDER}/nginx.conf::map $status $title, map $status $retry_after",
    f"{FOLDER}/locations.conf::location @problem",
]
SHARED = SECURITY_HEADERS | HSTS


def assert_problem(answer: Response, status: int) -> None:
    """Assert that the answer is what the app would send for this status."""
    expected = plain_problem(status, {"path": ""}).model_dump(exclude_none=True)
    del expected["instance"]
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == expected


def assert_shared_headers(answer: Response) -> None:
    """Assert that each security header is there once."""
    for name, value in SHARED.items():
        assert answer.headers.get_list(name) == [value]
    assert len(answer.headers.get_list("x-request-id")) == 1


@pytest.mark.parametrize(
    ("path", "length", "status"),
    [
        ("/metrics", 0, 404),
        ("/api/v1/items", 100_001, 413),
        ("/api/v1/items", 0, 502),
    ],
)
def test_error_of_the_proxy_is_a_problem(
    tmp_path: Path,
    shown: Callable[[str], str],
    path: str,
    length: int,
    status: int,
) -> None:
    with (
        recorder(break_connection) as upstream,
        shop_nginx(tmp_path, shop_files(shown), [upstream.port]) as proxy,
        proxy.client() as client,
    ):
        assert all(proxy.has(shown(part)) for part in PARTS)
        answer = client.post(path, content=bytes(length))

    assert_problem(answer, status)
    assert_shared_headers(answer)


def test_refused_flood_is_a_problem(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    strict = {
        "limits.conf": {"rate=50r/s": "rate=1r/m"},
        "locations.conf": {"zone=requests burst=100 nodelay": "zone=requests"},
    }
    with (
        recorder() as upstream,
        shop_nginx(tmp_path, shop_files(shown), [upstream.port], strict) as proxy,
        proxy.client() as client,
    ):
        client.get("/api/v1/items")
        answer = client.get("/api/v1/items")

    assert_problem(answer, 429)
    assert_shared_headers(answer)


def test_slow_app_is_a_problem(tmp_path: Path, shown: Callable[[str], str]) -> None:
    soon = {"proxy.conf": {"proxy_read_timeout 30s;": "proxy_read_timeout 300ms;"}}
    release = Event()

    def hang(_: BaseHTTPRequestHandler) -> None:
        release.wait(START_SECONDS)

    with (
        recorder(hang) as upstream,
        shop_nginx(tmp_path, shop_files(shown), [upstream.port], soon) as proxy,
        proxy.client() as client,
    ):
        answer = client.post("/api/v1/items")
        release.set()

    assert_problem(answer, 504)
    assert_shared_headers(answer)


def test_error_of_the_app_passes_unchanged(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    url = make_url(f"postgresql+asyncpg://shop@127.0.0.1:{free_port()}/shop")
    app = create_app(
        Settings(
            environment="production",
            allowed_hosts=[HOST],
            database_url=url,
            jwt_keys=SIGNING_KEYS,
        )
    )
    with (
        port_of(app) as port,
        shop_nginx(tmp_path, shop_files(shown), [port]) as proxy,
        proxy.client() as client,
    ):
        answer = client.get("/api/v1/items")

    assert answer.json()["code"] == "database_unavailable"
    assert_shared_headers(answer)
