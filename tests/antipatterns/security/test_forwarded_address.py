"""Whose requests are counted when a client says itself where it is."""

from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI
from limits import RateLimitItemPerMinute
from servers import http_server

from antipatterns.security import address_by_header, every_proxy_believed
from app.config import Settings
from app.core import rate_limits
from app.main import create_app

TRIES = 10
TWICE = RateLimitItemPerMinute(2)


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    """Return the shop that believes a proxy here, and lets all ask twice a minute."""
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "127.0.0.1")
    return create_app(Settings(rate_limit=TWICE))


def count_let_through(app: FastAPI) -> int:
    """Ask as one client that names others; its proxy adds where it really is."""
    statuses: list[int] = []
    with http_server(app) as address, httpx.Client(base_url=address) as proxy:
        for number in range(TRIES):
            headers = {"X-Forwarded-For": f"198.51.100.{number}, 192.0.2.7"}
            answer = proxy.get("/api/v1/users/me", headers=headers)
            statuses.append(answer.status_code)
    assert set(statuses) <= {401, 429}
    return statuses.count(401)


def test_the_client_writes_an_address_for_each_request(
    shop: FastAPI, monkeypatch: pytest.MonkeyPatch, measured: Callable[[str], None]
) -> None:
    monkeypatch.setattr(rate_limits, "address_of", address_by_header.address_of)

    passed = count_let_through(shop)

    assert passed == TRIES
    measured(
        f"At {TWICE.amount} a minute, {passed} of {TRIES} requests of one client"
        " went through."
    )


def test_a_server_that_believes_every_proxy_believes_the_client(
    shop: FastAPI, measured: Callable[[str], None]
) -> None:
    every_proxy_believed.find_clients(shop)

    passed = count_let_through(shop)

    assert passed == TRIES
    measured(
        f"At {TWICE.amount} a minute, {passed} of {TRIES} requests of one client"
        " went through."
    )


def test_the_same_is_an_option_of_the_server(
    shop: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")

    assert count_let_through(shop) == TRIES


def test_the_shop_counts_the_address_that_the_proxy_has_seen(shop: FastAPI) -> None:
    assert count_let_through(shop) == TWICE.amount
