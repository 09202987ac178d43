"""Logins of one client IP, in a row."""

from collections.abc import Callable
from pathlib import Path

from tests.patterns.reverse_proxy.logins import LOGINS, log_in
from tests.patterns.reverse_proxy.nginx_process import (
    FOLDER,
    plain_nginx,
    shop_files,
    shop_nginx,
)
from tests.patterns.reverse_proxy.upstreams import recorder

WRONG = "examples/antipatterns/reverse_proxy/limit_of_other_path.conf"


def test_no_login_is_refused(
    tmp_path: Path, shown: Callable[[str], str], measured: Callable[[str], None]
) -> None:
    with (
        recorder() as upstream,
        plain_nginx(tmp_path, shown(WRONG), upstream.port) as proxy,
        proxy.plain_client() as client,
    ):
        statuses = log_in(client)
        passed = len(upstream.seen)

    assert (set(statuses), passed) == ({200}, LOGINS)
    measured(f"At 1 a second, {passed} of {LOGINS} logins in a row reached the app.")


def test_logins_above_the_limit_are_refused(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    files = shop_files(shown, locations=shown(f"{FOLDER}/locations.conf"))
    with (
        recorder() as upstream,
        shop_nginx(tmp_path, files, [upstream.port]) as proxy,
        proxy.client() as client,
    ):
        statuses = log_in(client)
        passed = len(upstream.seen)

    assert set(statuses) == {200, 429}
    assert passed < LOGINS
