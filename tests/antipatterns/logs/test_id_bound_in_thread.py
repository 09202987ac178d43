"""The entries of a request that brings a request ID."""

import json
from collections.abc import Awaitable, Callable

import pytest
from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import APIRouter, FastAPI
from httpx import Request, Response

from antipatterns.logs import id_bound_in_thread as wrong
from tests.antipatterns.logs.loggers import json_log

REQUEST_ID = "6d0e4c1f-5d4b-4c0a-9a53-0f8f5b0e7a11"
LIST_ORDERS = Request("GET", "http://test/orders", headers={"X-Request-ID": REQUEST_ID})
type Ask = Callable[[FastAPI, Request], Awaitable[Response]]


def ids_of(output: str) -> list[str | None]:
    """Return the request ID of each `orders_listed`."""
    entries = [json.loads(line) for line in output.splitlines()]
    listed = [entry for entry in entries if entry["event"] == "orders_listed"]
    return [entry.get("request_id") for entry in listed]


async def test_id_bound_in_worker_thread_is_lost(
    ask: Ask, capsys: pytest.CaptureFixture[str], measured: Callable[[str], None]
) -> None:
    app = FastAPI()
    app.include_router(wrong.router)

    with json_log(wrong):
        for _ in range(2):
            assert (await ask(app, LIST_ORDERS)).status_code == 200

    ids = ids_of(capsys.readouterr().out)
    assert ids == [None, None]
    measured(f"{ids.count(REQUEST_ID)} of {len(ids)} entries had the request ID.")


async def test_id_set_by_middleware_is_on_each_entry(
    ask: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    router = APIRouter()
    router.get("/orders")(wrong.list_orders)
    app = FastAPI()
    app.include_router(router)
    app.add_middleware(CorrelationIdMiddleware)

    with json_log(wrong):
        for _ in range(2):
            assert (await ask(app, LIST_ORDERS)).status_code == 200

    assert ids_of(capsys.readouterr().out) == [REQUEST_ID, REQUEST_ID]
