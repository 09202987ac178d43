"""A request for a name that is not the shop's."""

from collections.abc import Callable
from pathlib import Path

import pytest
from httpx import RemoteProtocolError

from tests.patterns.reverse_proxy.nginx_process import (
    FOLDER,
    plain_nginx,
    shop_files,
    shop_nginx,
)
from tests.patterns.reverse_proxy.upstreams import echo_app, port_of

WRONG = "examples/antipatterns/reverse_proxy/any_host.conf"
FORGED = {"Host": "attacker.example"}


def test_app_sees_the_name_that_the_client_chose(
    tmp_path: Path, shown: Callable[[str], str], measured: Callable[[str], None]
) -> None:
    with (
        port_of(echo_app()) as port,
        plain_nginx(tmp_path, shown(WRONG), port) as proxy,
        proxy.plain_client() as client,
    ):
        seen = client.get("/api/echo", headers=FORGED).json()

    assert seen["host"] == FORGED["Host"]
    measured(f"The app answered a request with `Host: {seen['host']}`.")


def test_other_name_gets_no_answer(tmp_path: Path, shown: Callable[[str], str]) -> None:
    files = shop_files(shown, tls=shown(f"{FOLDER}/tls.conf"))
    with (
        port_of(echo_app()) as port,
        shop_nginx(tmp_path, files, [port]) as proxy,
        proxy.plain_client() as client,
        pytest.raises(RemoteProtocolError),
    ):
        client.get("/api/echo", headers=FORGED)
