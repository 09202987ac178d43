"""TLS versions, host names and plain HTTP at the proxy."""

import json
import ssl
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from socket import create_connection

import httpx
import pytest

from tests.patterns.reverse_proxy.nginx_process import (
    HOST,
    Files,
    Nginx,
    client_context,
    errors_of_nginx,
    shop_files,
    shop_nginx,
    substitute,
)
from tests.patterns.reverse_proxy.upstreams import recorder

OTHER = "attacker.example"


def connect(proxy: Nginx, context: ssl.SSLContext, name: str = HOST) -> ssl.SSLSocket:
    """Open a TLS connection that asks for a name."""
    connection = create_connection(("127.0.0.1", proxy.https))
    return context.wrap_socket(connection, server_hostname=name)


@pytest.mark.parametrize("version", ["TLSv1.2", "TLSv1.3"])
def test_version_is_accepted_with_forward_secrecy(
    tmp_path: Path, shown: Callable[[str], str], version: str
) -> None:
    context = client_context()
    context.maximum_version = ssl.TLSVersion[version.replace(".", "_")]
    context.set_alpn_protocols(["h2", "http/1.1"])
    with (
        shop_nginx(tmp_path, shop_files(shown), [9]) as proxy,
        connect(proxy, context) as connection,
    ):
        cipher = connection.cipher()
        assert connection.version() == version
        assert connection.selected_alpn_protocol() == "h2"
        assert cipher
        assert cipher[0].startswith(("ECDHE", "TLS_"))


def test_older_version_is_refused(tmp_path: Path, shown: Callable[[str], str]) -> None:
    context = client_context()
    context.set_ciphers("ALL:@SECLEVEL=0")  # the client itself allows the version
    with pytest.deprecated_call():
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with (
        shop_nginx(tmp_path, shop_files(shown), [9]) as proxy,
        pytest.raises(ssl.SSLError, match="ALERT_PROTOCOL_VERSION"),
    ):
        connect(proxy, context)


def test_plain_http_is_refused_in_the_api(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    with (
        recorder() as upstream,
        shop_nginx(tmp_path, shop_files(shown), [upstream.port]) as proxy,
        proxy.plain_client() as client,
    ):
        answer = client.get("/api/v1/items")

    assert (answer.status_code, upstream.seen) == (403, [])
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "http_403"


def test_browser_is_redirected_to_the_fixed_name(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    with (
        shop_nginx(tmp_path, shop_files(shown), [9]) as proxy,
        proxy.plain_client() as client,
    ):
        answer = client.get("/about?from=mail")

    assert answer.status_code == 301
    assert answer.headers["location"] == f"https://{HOST}/about?from=mail"


def test_other_name_gets_no_certificate(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    with (
        shop_nginx(tmp_path, shop_files(shown), [9]) as proxy,
        pytest.raises(ssl.SSLError, match="UNRECOGNIZED_NAME"),
    ):
        connect(proxy, client_context(), OTHER)


def test_other_name_in_a_request_is_misdirected(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    with (
        recorder() as upstream,
        shop_nginx(tmp_path, shop_files(shown), [upstream.port]) as proxy,
        proxy.client() as client,
    ):
        answer = client.get("/api/v1/items", headers={"Host": OTHER})
        with proxy.plain_client() as plain, pytest.raises(httpx.RemoteProtocolError):
            plain.get("/api/v1/items", headers={"Host": OTHER})

    assert (answer.status_code, upstream.seen) == (421, [])


def run_gixy(folder: Path, files: Files) -> list[str]:
    """Return the names of what gixy reports about the files."""
    for name, text in files.items():
        (folder / name).write_text(text)
    command = [sys.executable, "-m", "gixy", "-f", "json", "nginx.conf"]
    found = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return [issue["plugin"] for issue in json.loads(found.stdout)]


def test_nginx_and_gixy_accept_the_files(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    files = shop_files(shown)

    assert not errors_of_nginx(tmp_path, files)
    assert run_gixy(tmp_path, files) == []


@pytest.mark.parametrize(
    ("wrong", "reported"),
    [
        ("headers_in_location", "proxy_set_header_redefinition"),
        ("headers_of_server", "add_header_redefinition"),
    ],
)
def test_gixy_reports_lost_headers_that_nginx_accepts(
    tmp_path: Path, shown: Callable[[str], str], wrong: str, reported: str
) -> None:
    text = shown(f"examples/antipatterns/reverse_proxy/{wrong}.conf")
    files = shop_files(shown, locations=text)

    assert not errors_of_nginx(tmp_path, files)
    assert run_gixy(tmp_path, files) == [reported]


def test_gixy_reports_a_name_that_is_resolved_once(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    files = shop_files(shown)
    files["nginx.conf"] = substitute(files["nginx.conf"], {" resolve;": ";"})

    assert run_gixy(tmp_path, files) == ["stale_dns_cache"]
