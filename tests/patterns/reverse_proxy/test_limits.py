"""Requests above the limits of one client IP."""

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from math import ceil
from pathlib import Path
from socket import create_connection
from threading import Event

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from logged_process import START_SECONDS, wait_until
from surface import ALL

from app.auth.router import router as auth_router
from app.config import Settings
from app.core.rate_limits import get_login_rate_limit, limit_sign_up
from app.users.router import router as users_router
from tests.patterns.reverse_proxy.nginx_process import (
    FOLDER,
    HOST,
    client_context,
    shop_files,
    shop_nginx,
)
from tests.patterns.reverse_proxy.upstreams import answer_ok, recorder

BURST = 10
LIMITED = {get_login_rate_limit, limit_sign_up}
KEY = re.compile(r'"(?P<method>[A-Z]+) (?P<path>/\S+)" \$binary_remote_addr;')
MAP = f'{FOLDER}/limits.conf::map "$request_method $uri" $hashing_client'


def calls_of(dependant: Dependant) -> Iterator[object]:
    """Yield every dependency of a route."""
    for inner in dependant.dependencies:
        yield inner.call
        yield from calls_of(inner)


def hashing_routes() -> set[tuple[str, str]]:
    """Return the routes that the app limits because they hash a password."""
    return {
        (method, f"/api/v1{route.path}")
        for router in (auth_router, users_router)
        for route in router.routes
        if isinstance(route, APIRoute)
        and not LIMITED.isdisjoint(calls_of(route.dependant))
        for method in route.methods or ()
    }


def test_strict_zone_names_each_route_that_hashes(shown: Callable[[str], str]) -> None:
    named = {(key["method"], key["path"]) for key in KEY.finditer(shown(MAP))}

    assert named == hashing_routes()
    assert named <= {(method.upper(), path) for method, path in ALL}


def test_body_limit_is_that_of_the_app(shown: Callable[[str], str]) -> None:
    limit = Settings.model_fields["max_body_size"].default

    assert f"client_max_body_size {limit};" in shown(f"{FOLDER}/limits.conf")


@pytest.mark.parametrize(("method", "path"), sorted(hashing_routes()))
def test_login_above_the_limit_is_429_with_retry_after(
    tmp_path: Path, shown: Callable[[str], str], method: str, path: str
) -> None:
    with (
        recorder() as upstream,
        shop_nginx(tmp_path, shop_files(shown), [upstream.port]) as proxy,
        proxy.client("127.0.0.2") as attacker,
        proxy.client("127.0.0.3") as other,
    ):
        began = time.monotonic()
        answers = [attacker.request(method, path) for _ in range(3 * BURST)]
        allowed = 1 + BURST + ceil(time.monotonic() - began)
        passed = len(upstream.seen)
        served = other.request(method, path)

    assert 1 + BURST <= passed <= allowed
    assert served.status_code == 200
    refused = [answer for answer in answers if answer.status_code != 200]
    assert {answer.status_code for answer in refused} == {429}
    assert refused[0].headers["retry-after"] == "1"
    assert refused[0].json()["code"] == "http_429"


def test_other_routes_are_not_counted_with_logins(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    with (
        recorder() as upstream,
        shop_nginx(tmp_path, shop_files(shown), [upstream.port]) as proxy,
        proxy.client() as client,
    ):
        answers = [client.get("/api/v1/users") for _ in range(3 * BURST)]

    assert {answer.status_code for answer in answers} == {200}


def test_flood_is_cut_to_the_rate(tmp_path: Path, shown: Callable[[str], str]) -> None:
    slow = {
        "limits.conf": {"rate=50r/s": "rate=1r/s"},
        "locations.conf": {"burst=100": "burst=10"},
    }
    with (
        recorder() as upstream,
        shop_nginx(tmp_path, shop_files(shown), [upstream.port], slow) as proxy,
        proxy.client() as client,
    ):
        answers = [client.get("/api/v1/items") for _ in range(3 * BURST)]

    statuses = [answer.status_code for answer in answers]
    assert statuses[: 1 + BURST] == [200] * (1 + BURST)
    assert 429 in statuses


def test_body_above_the_limit_never_reaches_the_app(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    limit = Settings.model_fields["max_body_size"].default
    with (
        recorder() as upstream,
        shop_nginx(tmp_path, shop_files(shown), [upstream.port]) as proxy,
        proxy.client() as client,
    ):
        accepted = client.post("/api/v1/items", content=bytes(limit))
        chunked = client.post("/api/v1/items", content=iter([bytes(limit), b"x"]))
        declared = client.post("/api/v1/items", content=bytes(limit + 1))

    assert (accepted.status_code, len(upstream.seen)) == (200, 1)
    assert declared.status_code == chunked.status_code == 413
    assert declared.headers["content-type"] == "application/problem+json"


def test_slow_clients_are_cut_off_and_stop_no_other(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    soon = {"limits.conf": {"client_header_timeout 10s;": "client_header_timeout 1s;"}}
    context = client_context()
    with (
        recorder() as upstream,
        shop_nginx(tmp_path, shop_files(shown), [upstream.port], soon) as proxy,
        proxy.client() as client,
        ExitStack() as opened,
    ):
        address = ("127.0.0.1", proxy.https)
        idle = [opened.enter_context(create_connection(address)) for _ in range(100)]
        slow = [context.wrap_socket(each, server_hostname=HOST) for each in idle[:3]]
        for connection in slow:
            opened.enter_context(connection)
            connection.sendall(b"GET /api/v1/items HTTP/1.1\r\n")
        served = client.get("/api/v1/items")
        ends = [connection.recv(1024) for connection in slow]

    assert served.status_code == 200
    assert set(ends) == {b""}


def test_connections_of_one_ip_are_limited(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    few = {"locations.conf": {"connections 100;": "connections 2;"}}
    release = Event()

    def wait(handler: BaseHTTPRequestHandler) -> None:
        release.wait(START_SECONDS)
        answer_ok(handler)

    with (
        recorder(wait) as upstream,
        shop_nginx(tmp_path, shop_files(shown), [upstream.port], few) as proxy,
        proxy.client("127.0.0.2") as client,
        ThreadPoolExecutor(2) as pool,
    ):
        held = [pool.submit(client.get, "/api/v1/items") for _ in range(2)]
        wait_until(lambda: len(upstream.seen) == 2, "both requests to be held")
        refused = client.get("/api/v1/items").status_code
        release.set()
        served = [answer.result().status_code for answer in held]

    assert (refused, served) == (429, [200, 200])
