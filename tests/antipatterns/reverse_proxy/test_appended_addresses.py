"""Rate limits behind a proxy, of a client that writes `X-Forwarded-For` itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from limits import RateLimitItemPerMinute
from sqlalchemy import make_url

from app.config import Settings
from app.main import create_app
from tests.patterns.reverse_proxy.nginx_process import FOLDER, shop_files, shop_nginx
from tests.patterns.reverse_proxy.upstreams import port_of

WRONG = "examples/antipatterns/reverse_proxy/appended_addresses.conf"
REQUESTS = 10
TWICE = RateLimitItemPerMinute(2)


def count_let_through(
    folder: Path, files: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> int:
    """Send requests with forged IPs to an app that trusts every proxy."""
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    url = make_url(f"sqlite+aiosqlite:///{folder / 'shop.db'}")
    app = create_app(Settings(rate_limit=TWICE, database_url=url))
    with (
        port_of(app) as port,
        shop_nginx(folder, files, [port]) as proxy,
        proxy.client() as client,
    ):
        statuses = [
            client.get(
                "/api/v1/users/me", headers={"X-Forwarded-For": f"198.51.100.{number}"}
            ).status_code
            for number in range(REQUESTS)
        ]
    assert set(statuses) <= {401, 429}
    return statuses.count(401)


def test_client_forges_an_ip_for_each_request(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    shown: Callable[[str], str],
    measured: Callable[[str], None],
) -> None:
    files = shop_files(shown, proxy=shown(WRONG))

    passed = count_let_through(tmp_path, files, monkeypatch)

    assert passed == REQUESTS
    measured(
        f"At {TWICE.amount} a minute, an app that trusts its proxy answered {passed} of"
        f" {REQUESTS} requests of one client."
    )


def test_overwritten_header_holds_the_real_ip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shown: Callable[[str], str]
) -> None:
    files = shop_files(shown, proxy=shown(f"{FOLDER}/proxy.conf"))

    assert count_let_through(tmp_path, files, monkeypatch) == TWICE.amount
