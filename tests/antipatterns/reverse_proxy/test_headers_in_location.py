"""A location that sets one header more."""

from collections.abc import Callable
from pathlib import Path

from tests.patterns.reverse_proxy.nginx_process import (
    FOLDER,
    HOST,
    shop_files,
    shop_nginx,
)
from tests.patterns.reverse_proxy.upstreams import echo_app, port_of

WRONG = "examples/antipatterns/reverse_proxy/headers_in_location.conf"
CLIENT = "127.0.0.9"


def see(folder: Path, files: dict[str, str]) -> tuple[str, str, str]:
    """Return client IP, scheme and host as the app sees them."""
    with (
        port_of(echo_app()) as port,
        shop_nginx(folder, files, [port]) as proxy,
        proxy.client(CLIENT) as client,
    ):
        seen = client.get("/api/echo").json()
    return seen["client"], seen["scheme"], seen["host"]


def test_app_sees_the_proxy_instead_of_the_client(
    tmp_path: Path, shown: Callable[[str], str], measured: Callable[[str], None]
) -> None:
    files = shop_files(shown, locations=shown(WRONG))

    client, scheme, host = see(tmp_path, files)

    assert (client, scheme, host) == ("127.0.0.1", "http", "api")
    measured(
        f"For a request of {CLIENT} to `https://{HOST}`, the app saw the client IP"
        f" {client} and the URL `{scheme}://{host}`."
    )


def test_inherited_headers_name_the_client(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    files = shop_files(shown, locations=shown(f"{FOLDER}/locations.conf"))

    assert see(tmp_path, files) == (CLIENT, "https", HOST)
