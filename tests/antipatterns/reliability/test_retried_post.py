"""A payment service that charges the customer and then answers 503."""

from collections.abc import Callable, Generator

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from servers import http_server

from antipatterns.reliability import retried_post as wrong
from app.core.errors import UpstreamError
from app.core.http_client import Upstream

CENTS = 500


class Bank:
    """Charges at every request."""

    def __init__(self) -> None:
        self.charged = 0
        self.address = ""


@pytest.fixture
def bank() -> Generator[Bank]:
    bank = Bank()
    app = FastAPI()

    @app.post("/charges", status_code=503)
    async def charge() -> None:
        bank.charged += CENTS

    @app.post("/receipts")
    async def receive() -> int:
        return bank.charged

    with http_server(app) as bank.address:
        yield bank


async def test_retried_post_charges_three_times(
    bank: Bank, measured: Callable[[str], None]
) -> None:
    async with AsyncClient() as client:
        response = await wrong.request_with_retries(
            client, "POST", f"{bank.address}/charges"
        )

    assert (response.status_code, bank.charged) == (503, 3 * CENTS)
    measured(f"A payment of {CENTS} cents charged {bank.charged} cents.")


async def test_success_is_not_retried(bank: Bank) -> None:
    async with AsyncClient() as client:
        response = await wrong.request_with_retries(
            client, "POST", f"{bank.address}/receipts"
        )

    assert (response.status_code, response.json()) == (200, 0)


async def test_post_is_not_retried_after_503(bank: Bank) -> None:
    async with AsyncClient() as client:
        upstream = Upstream(client, timeout=3, retries=2)
        with pytest.raises(UpstreamError):
            await upstream.request("POST", f"{bank.address}/charges")

    assert bank.charged == CENTS
