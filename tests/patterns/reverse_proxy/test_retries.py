"""Upstream servers that die, hang or move while clients send requests."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event

import uvicorn
from logged_process import START_SECONDS, free_port, wait_until

from app.config import Settings
from tests.patterns.reverse_proxy.name_server import name_server
from tests.patterns.reverse_proxy.nginx_process import (
    FOLDER,
    Nginx,
    running,
    shop_files,
    shop_nginx,
)
from tests.patterns.reverse_proxy.upstreams import (
    answer_ok,
    break_connection,
    recorder,
)

REQUESTS = 10
RESPONSE_MARGIN = 3  # seconds after the sum of the database's timeouts
UPSTREAM = f"{FOLDER}/nginx.conf::upstream api"
PROXY = f"{FOLDER}/proxy.conf"


def test_dead_server_costs_no_request(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    with (
        recorder() as alive,
        shop_nginx(tmp_path, shop_files(shown), [free_port(), alive.port]) as proxy,
        proxy.client() as client,
    ):
        answers = [client.post("/api/v1/orders") for _ in range(REQUESTS)]

    assert {answer.status_code for answer in answers} == {200}


def test_order_that_a_server_received_is_not_sent_again(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    with (
        recorder(break_connection) as one,
        recorder(break_connection) as other,
        shop_nginx(tmp_path, shop_files(shown), [one.port, other.port]) as proxy,
        proxy.client() as client,
    ):
        answer = client.post("/api/v1/orders")

    assert answer.status_code == 502
    assert [*one.seen, *other.seen] == ["POST /api/v1/orders"]


def test_read_is_sent_to_the_next_server(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    with (
        recorder(break_connection) as one,
        recorder(break_connection) as other,
        shop_nginx(tmp_path, shop_files(shown), [one.port, other.port]) as proxy,
        proxy.client() as client,
    ):
        client.get("/api/v1/orders")

    assert [*one.seen, *other.seen] == 2 * ["GET /api/v1/orders"]


def test_slow_read_is_a_504_and_not_sent_again(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    soon = {
        "proxy.conf": {
            "proxy_read_timeout 30s;": "proxy_read_timeout 600ms;",
            "proxy_next_upstream_timeout 5s;": "proxy_next_upstream_timeout 100ms;",
        }
    }
    release = Event()

    def hang(handler: BaseHTTPRequestHandler) -> None:
        release.wait(START_SECONDS)
        with suppress(OSError):
            answer_ok(handler)

    with (
        recorder(hang) as one,
        recorder(hang) as other,
        shop_nginx(tmp_path, shop_files(shown), [one.port, other.port], soon) as proxy,
        proxy.client() as client,
    ):
        answer = client.get("/api/v1/dashboard")
        seen = [*one.seen, *other.seen]
        release.set()

    assert answer.status_code == 504
    assert seen == ["GET /api/v1/dashboard"]


def test_connection_to_the_app_is_reused(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    ports: set[int] = set()

    def note_port(handler: BaseHTTPRequestHandler) -> None:
        ports.add(handler.client_address[1])
        answer_ok(handler)

    with (
        recorder(note_port) as upstream,
        shop_nginx(tmp_path, shop_files(shown), [upstream.port]) as proxy,
        proxy.client() as client,
    ):
        for _ in range(REQUESTS):
            client.get("/api/v1/items")

    assert len(ports) == 1


def seconds(text: str, directive: str) -> int:
    """Return the value of a directive in seconds."""
    value = text.partition(f"{directive} ")[2].partition("s;")[0]
    return int(value)


def test_timeouts_of_the_proxy_fit_those_of_the_app(
    shown: Callable[[str], str],
) -> None:
    app = Settings().database_options
    slowest = app.pool_timeout + app.connect_timeout + app.statement_timeout
    idle = uvicorn.Config(
        "app.main:create_app", factory=True, log_config=None
    ).timeout_keep_alive
    proxy, upstream = shown(PROXY), shown(UPSTREAM)

    assert seconds(proxy, "proxy_read_timeout") > slowest + RESPONSE_MARGIN
    assert seconds(upstream, "keepalive_timeout") < idle
    assert seconds(proxy, "proxy_next_upstream_timeout") > seconds(
        proxy, "proxy_connect_timeout"
    )


def test_reload_under_load_fails_no_request(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    files = shop_files(shown)
    enough = Event()

    def ask(proxy: Nginx) -> list[int]:
        statuses = list[int]()
        while not enough.is_set():
            with proxy.client() as client:  # an idle connection may be closed
                statuses.append(client.get("/api/v1/items").status_code)
        return statuses

    with (
        recorder() as old,
        recorder() as new,
        shop_nginx(tmp_path, files, [old.port]) as proxy,
        ThreadPoolExecutor(2) as pool,
    ):
        clients = [pool.submit(ask, proxy) for _ in range(2)]
        wait_until(lambda: len(old.seen) >= REQUESTS, "requests to the old server")
        proxy.write(files, proxy.shop_places([new.port]))
        proxy.reload()
        wait_until(lambda: len(new.seen) >= REQUESTS, "requests to the new server")
        enough.set()
        statuses = [status for each in clients for status in each.result()]

    assert set(statuses) == {200}
    assert len(statuses) == len(old.seen) + len(new.seen)


def test_new_address_of_the_app_is_used_without_a_reload(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    with (
        recorder(host="127.0.0.2") as old,
        recorder(host="127.0.0.3", port=old.port) as new,
        name_server("127.0.0.2") as names,
    ):
        server = Nginx(tmp_path / "nginx.log", folder=tmp_path / "nginx")
        places = {**server.shop_places([])}
        places["nginx.conf"] = {
            "listen 443 ssl;": f"listen 127.0.0.1:{server.https} ssl;",
            "127.0.0.11 valid=5s": f"127.0.0.1:{names.port} valid=1s",
            "api:8000 resolve": f"api:{old.port} resolve",
        }
        server.write(shop_files(shown), places)
        with running(server), server.client() as client:

            def ask() -> bool:
                client.get("/api/v1/items")
                return bool(new.seen)

            wait_until(lambda: ask() or bool(old.seen), "the old address")
            names.address = "127.0.0.3"
            wait_until(ask, "the new address")

    assert old.seen
