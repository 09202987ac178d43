"""The status of a login above the limit."""

from collections.abc import Callable
from pathlib import Path

from httpx import Client

from tests.patterns.reverse_proxy.logins import log_in
from tests.patterns.reverse_proxy.nginx_process import (
    FOLDER,
    plain_nginx,
    shop_files,
    shop_nginx,
)
from tests.patterns.reverse_proxy.upstreams import recorder

WRONG = "examples/antipatterns/reverse_proxy/limit_without_status.conf"


def find_refusals(client: Client) -> list[int]:
    """Send logins; return the statuses of those that the proxy refused."""
    return [status for status in log_in(client) if status != 200]


def test_client_above_the_limit_gets_503(
    tmp_path: Path, shown: Callable[[str], str], measured: Callable[[str], None]
) -> None:
    with (
        recorder() as upstream,
        plain_nginx(tmp_path, shown(WRONG), upstream.port) as proxy,
        proxy.plain_client() as client,
    ):
        refused = find_refusals(client)

    assert set(refused) == {503}
    measured(f"nginx answered {refused[0]} to every login above the limit.")


def test_client_above_the_limit_gets_429(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    files = shop_files(shown, limits=shown(f"{FOLDER}/limits.conf"))
    with (
        recorder() as upstream,
        shop_nginx(tmp_path, files, [upstream.port]) as proxy,
        proxy.client() as client,
    ):
        assert set(find_refusals(client)) == {429}
