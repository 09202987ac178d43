"""Rate limits of a client that writes `X-Forwarded-For` itself."""

from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI
from limits import RateLimitItemPerMinute
from servers import http_server

from antipatterns.security import client_ip_from_header, trust_every_proxy
from app.config import Settings
from app.core.rate_limits import get_client_ip
from app.main import create_app

TRIES = 10
TWICE = RateLimitItemPerMinute(2)


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    """Return the app behind a trusted proxy, with two requests a minute per IP."""
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "127.0.0.1")
    return create_app(Settings(rate_limit=TWICE))


def count_let_through(app: FastAPI) -> int:
    """Send requests of one client that forges IPs; its proxy appends the real one."""
    statuses: list[int] = []
    with http_server(app) as address, httpx.Client(base_url=address) as proxy:
        for number in range(TRIES):
            headers = {"X-Forwarded-For": f"198.51.100.{number}, 192.0.2.7"}
            answer = proxy.get("/api/v1/users/me", headers=headers)
            statuses.append(answer.status_code)
    assert set(statuses) <= {401, 429}
    return statuses.count(401)


def test_client_forges_ip_of_each_request(
    shop: FastAPI, measured: Callable[[str], None]
) -> None:
    shop.dependency_overrides[get_client_ip] = client_ip_from_header.get_client_ip

    passed = count_let_through(shop)

    assert passed == TRIES
    measured(
        f"At {TWICE.amount} a minute, {passed} of {TRIES} requests of one client"
        " went through."
    )


def test_server_that_trusts_every_proxy_trusts_the_client(
    shop: FastAPI, measured: Callable[[str], None]
) -> None:
    trust_every_proxy.trust_forwarded_headers(shop)

    passed = count_let_through(shop)

    assert passed == TRIES
    measured(
        f"At {TWICE.amount} a minute, {passed} of {TRIES} requests of one client"
        " went through."
    )


def test_server_option_trusts_every_proxy_too(
    shop: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")

    assert count_let_through(shop) == TRIES


def test_app_counts_the_ip_that_the_trusted_proxy_saw(shop: FastAPI) -> None:
    assert count_let_through(shop) == TWICE.amount
