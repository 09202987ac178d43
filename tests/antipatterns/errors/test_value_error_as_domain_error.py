"""What a client reads when the seat plan has a bug."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from httpx import Request, Response

from antipatterns.errors import value_error_as_domain_error as wrong
from app.core.problems import add_problem_handlers
from patterns.errors import domain_error_class as right

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
FREE_SEAT = Request("POST", "http://test/seats/B20")
TAKEN_SEAT = Request("POST", "http://test/seats/A7")


async def test_bug_is_answered_as_a_conflict(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    app = FastAPI()
    app.include_router(wrong.router)

    with pytest.raises(ValueError, match="not in range"):
        wrong.reserve("B20")
    response = await ask(app, FREE_SEAT)
    taken = await ask(app, TAKEN_SEAT)

    detail = response.json()["detail"]
    assert (response.status_code, detail) == (409, "This seat is taken.")
    assert (taken.status_code, taken.json()) == (409, {"detail": detail})
    measured(
        "A bug in the seat plan raised `ValueError` for a free seat;"
        f" the client got {response.status_code}, “{detail}”"
    )


async def test_domain_error_class_leaves_bug_a_500(ask: Ask) -> None:
    app = FastAPI()
    add_problem_handlers(app)
    app.include_router(right.router)

    bug = await ask(app, FREE_SEAT)
    taken = await ask(app, TAKEN_SEAT)
    free = await ask(app, Request("POST", "http://test/seats/A19"))

    assert bug.status_code == 500
    assert (taken.status_code, taken.json()["code"]) == (409, "seat_taken")
    assert taken.json()["detail"] == "Seat A7 is taken."
    assert (free.status_code, free.json()) == (200, pytest.approx(18 / 19))
