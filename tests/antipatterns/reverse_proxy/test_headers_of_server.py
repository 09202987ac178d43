"""Security headers on a response of the app and on one of nginx."""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from tests.patterns.reverse_proxy.nginx_process import FOLDER, shop_files, shop_nginx
from tests.patterns.reverse_proxy.upstreams import recorder

WRONG = "examples/antipatterns/reverse_proxy/headers_of_server.conf"
NAME = "Strict-Transport-Security"
VALUE = "max-age=31536000; includeSubDomains"


def answer_or_die(handler: BaseHTTPRequestHandler) -> None:
    """Answer GET as the app does, with the header; die in any other request."""
    handler.close_connection = True
    if handler.command == "GET":
        handler.send_response(200)
        handler.send_header(NAME, VALUE)
        handler.send_header("Content-Length", "0")
        handler.end_headers()


def count_headers(folder: Path, files: dict[str, str]) -> tuple[int, int]:
    """Return how often the app's response and nginx's own have the header."""
    with (
        recorder(answer_or_die) as upstream,
        shop_nginx(folder, files, [upstream.port]) as proxy,
        proxy.client() as client,
    ):
        served = client.get("/api/v1/items")
        failed = client.post("/api/v1/items")
    assert (served.status_code, failed.status_code) == (200, 502)
    return len(served.headers.get_list(NAME)), len(failed.headers.get_list(NAME))


def test_security_headers_are_lost_or_sent_twice(
    tmp_path: Path, shown: Callable[[str], str], measured: Callable[[str], None]
) -> None:
    files = shop_files(shown, locations=shown(WRONG))

    served, failed = count_headers(tmp_path, files)

    assert (served, failed) == (2, 0)
    measured(
        f"The app's response had `{NAME}` {served} times, and the 502 of nginx had it"
        f" {failed} times."
    )


def test_each_response_has_the_header_once(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    files = shop_files(shown, locations=shown(f"{FOLDER}/locations.conf"))

    assert count_headers(tmp_path, files) == (1, 1)
