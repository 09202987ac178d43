"""What the app learns about a client that forges headers."""

import json
from collections.abc import Callable
from pathlib import Path

from logged_process import wait_until

from app.core.request_ids import is_request_id
from tests.patterns.reverse_proxy.nginx_process import HOST, shop_files, shop_nginx
from tests.patterns.reverse_proxy.upstreams import echo_app, port_of

FORGED = {
    "Forwarded": "for=198.51.100.1",
    "X-Forwarded-For": "198.51.100.1",
    "X-Forwarded-Host": "attacker.example",
    "X-Forwarded-Proto": "http",
    "X-Real-IP": "198.51.100.1",
    "X-Request-ID": "forged",
}


def test_app_sees_what_the_proxy_saw(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    with (
        port_of(echo_app()) as port,
        shop_nginx(tmp_path, shop_files(shown), [port]) as proxy,
        proxy.client("127.0.0.9") as client,
    ):
        seen = client.get("/api/echo", headers=FORGED).json()

    assert seen["client"] == seen["x-forwarded-for"] == "127.0.0.9"
    assert (seen["scheme"], seen["host"]) == ("https", HOST)
    assert seen["x-forwarded-proto"] == "https"
    assert seen.keys().isdisjoint({"forwarded", "x-forwarded-host", "x-real-ip"})


def test_request_id_of_app_and_proxy_is_the_same(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    with (
        port_of(echo_app()) as port,
        shop_nginx(tmp_path, shop_files(shown), [port]) as proxy,
        proxy.client() as client,
    ):
        seen = client.get("/api/echo", headers=FORGED).json()
        wait_until(lambda: "/api/echo" in proxy.log, "the line of the access log")
        [line] = [json.loads(line) for line in proxy.log.splitlines()]

    assert is_request_id(seen["x-request-id"])
    assert line["request_id"] == seen["x-request-id"]
    assert (line["client"], line["status"]) == ("127.0.0.1", "200")
