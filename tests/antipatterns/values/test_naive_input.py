"""Times that a client writes without an offset, and dates that look like numbers."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest
from fastapi import APIRouter, FastAPI
from httpx import Request, Response

from antipatterns.values import naive_input as wrong
from patterns.values import aware_input as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]

NAIVE = "2200-01-31T09:00:00"
COMPACT = "22000131"


async def book(ask: Ask, router: APIRouter, starts_at: str) -> Response:
    app = FastAPI()
    app.include_router(router)
    body = {"starts_at": starts_at}
    return await ask(app, Request("POST", "http://shop/bookings", json=body))


async def test_time_without_offset_returns_500(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    naive = await book(ask, wrong.router, NAIVE)
    compact = await book(ask, wrong.router, COMPACT)

    assert naive.status_code == 500
    assert compact.json() == "1970-09-12 is in the past"
    measured(
        f"A booking for `{NAIVE}` was answered {naive.status_code}; for `{COMPACT}`"
        f" the response was “{compact.json()}”."
    )


@pytest.mark.parametrize("router", [wrong.router, right.router])
@pytest.mark.parametrize(
    ("starts_at", "answer"),
    [
        ("2200-01-31T09:00:00Z", "2200-01-31 09:00"),
        ("2000-01-31T09:00:00Z", "2000-01-31 is in the past"),
    ],
)
async def test_time_with_offset_is_compared(
    ask: Ask, router: APIRouter, starts_at: str, answer: str
) -> None:
    assert (await book(ask, router, starts_at)).json() == answer


@pytest.mark.parametrize("starts_at", [NAIVE, COMPACT, 20_000_000_000])
async def test_time_without_offset_returns_422(ask: Ask, starts_at: str) -> None:
    assert (await book(ask, right.router, starts_at)).status_code == 422


@pytest.mark.parametrize("starts_at", [COMPACT, 20_000_000_000])
async def test_number_is_refused_with_an_example(ask: Ask, starts_at: str) -> None:
    response = await book(ask, right.router, starts_at)

    [error] = response.json()["detail"]
    assert error["msg"] == "Value error, write the time as 2027-01-31T09:00:00Z"


async def test_time_is_converted_to_utc(ask: Ask) -> None:
    response = await book(ask, right.router, "2200-01-31T09:00:00+05:30")

    assert response.json() == "2200-01-31 03:30"


def test_python_code_may_pass_a_datetime() -> None:
    now = datetime(2200, 1, 31, tzinfo=UTC)

    assert right.BookingCreate(starts_at=now).starts_at == now
