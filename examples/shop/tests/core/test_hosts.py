"""The Host allow-list over a raw socket, with both parsers of uvicorn."""

from collections.abc import Generator

import pytest
from exchange import exchange_raw
from servers import Parser, http_server

from app.config import Settings
from app.main import create_app

HOSTS = ["shop.example", "*.api.example", "[2001:db8::1]"]


@pytest.fixture(params=["h11", "httptools"], scope="module")
def address(request: pytest.FixtureRequest) -> Generator[str]:
    """Serve an app with an allow-list; its lifespan has run."""
    parser: Parser = request.param
    with http_server(create_app(Settings(allowed_hosts=HOSTS)), parser=parser) as found:
        yield found


def status_for(address: str, version: bytes, *hosts: bytes) -> int:
    """Send GET with these Host lines; return the status of the answer."""
    lines = b"".join(b"Host: %s\r\n" % host for host in hosts)
    request = b"GET /health HTTP/%s\r\nConnection: close\r\n%s\r\n"
    return int(exchange_raw(address, request % (version, lines)).split()[1])


@pytest.mark.parametrize(
    "host",
    [
        b"shop.example",
        b"shop.example:8000",
        b"SHOP.Example",
        b" shop.example\t",
        b"a.api.example",
        b"a.b.API.example:80",
        b"[2001:db8::1]",
        b"[2001:DB8::1]:8000",
    ],
)
@pytest.mark.parametrize("version", [b"1.0", b"1.1"])
def test_allowed_host_is_served(address: str, version: bytes, host: bytes) -> None:
    assert status_for(address, version, host) == 200


@pytest.mark.parametrize(
    "hosts",
    [
        pytest.param([], id="none"),
        pytest.param([b""], id="empty"),
        pytest.param([b"evil.example"], id="other"),
        pytest.param([b"api.example"], id="parent-of-the-wildcard"),
        pytest.param([b"evilapi.example"], id="wildcard-without-dot"),
        pytest.param([b"shop.example.evil.example"], id="prefix"),
        pytest.param([b"evil.example/shop.example"], id="path"),
        pytest.param([b"shop.example@evil.example"], id="user"),
        pytest.param([b"shop.example:80:80"], id="two-ports"),
        pytest.param([b"[2001:db8::2]"], id="other-ipv6"),
        pytest.param([b"2001:db8::1"], id="ipv6-without-brackets"),
        pytest.param([b"shop.example", b"evil.example"], id="ours-first"),
        pytest.param([b"evil.example", b"shop.example"], id="ours-last"),
        pytest.param([b"shop.example", b"shop.example"], id="twice"),
    ],
)
@pytest.mark.parametrize("version", [b"1.0", b"1.1"])
def test_other_host_is_refused(
    address: str, version: bytes, hosts: list[bytes]
) -> None:
    assert status_for(address, version, *hosts) == 400


def test_refused_host_has_the_headers_of_every_response(address: str) -> None:
    request = b"GET /health HTTP/1.0\r\n\r\n"

    answer = exchange_raw(address, request).lower()

    assert answer.endswith(b"\r\n\r\ninvalid host header")
    assert b"x-request-id:" in answer
    assert b"x-content-type-options: nosniff" in answer


def test_www_is_refused_and_not_redirected() -> None:
    app = create_app(Settings(allowed_hosts=["www.shop.example"]))

    with http_server(app) as address:
        assert status_for(address, b"1.1", b"shop.example") == 400
