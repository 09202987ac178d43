"""A signed webhook."""

import hmac
import time
from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI
from servers import http_server

from antipatterns.middleware import body_read_in_middleware as wrong
from patterns.middleware import body_read_in_dependency as right

KEY = b"0123456789abcdef"
BODY = b'{"order_id": 7}'
SIGNATURE = hmac.new(KEY, BODY, "sha256").hexdigest()
PATIENCE = 1  # second


async def send(app: FastAPI, signature: str, *, patience: float = 10) -> httpx.Response:
    """Send the webhook to a real server."""
    headers = {"X-Signature": signature, "Content-Type": "application/json"}
    with http_server(app) as address:
        async with httpx.AsyncClient(base_url=address, timeout=patience) as client:
            return await client.post("/payments", content=BODY, headers=headers)


def create_wrong_app() -> FastAPI:
    app = FastAPI()
    app.add_middleware(wrong.SignatureMiddleware, key=KEY)

    @app.post("/payments")
    async def accept_payment(payment: right.Payment) -> int:
        return payment.order_id

    return app


async def test_route_waits_for_the_body_that_middleware_read(
    measured: Callable[[str], None],
) -> None:
    started_at = time.perf_counter()
    with pytest.raises(httpx.ReadTimeout):
        await send(create_wrong_app(), SIGNATURE, patience=PATIENCE)
    waited = time.perf_counter() - started_at

    assert waited >= PATIENCE
    measured(f"A signed webhook had no response after {waited:.1f} s.")


@pytest.mark.parametrize(
    "create_app",
    [create_wrong_app, lambda: right.create_app(KEY)],
    ids=["middleware", "dependency"],
)
async def test_forged_signature_is_refused(create_app: Callable[[], FastAPI]) -> None:
    assert (await send(create_app(), "forged")).status_code == 401


async def test_route_reads_the_body_that_its_dependency_read() -> None:
    response = await send(right.create_app(KEY), SIGNATURE)

    assert (response.status_code, response.json()) == (200, 7)
