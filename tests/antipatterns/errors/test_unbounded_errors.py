"""How large the answer to a body with many unknown keys is."""

import json
from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from httpx import Request, Response
from pydantic import BaseModel, ConfigDict

from antipatterns.errors import unbounded_errors as wrong
from app.core.problems import MAX_ERRORS, add_problem_handlers

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
KEYS = 100_000
BODY = json.dumps(dict.fromkeys(map(str, range(KEYS)), 0), separators=(",", ":"))


class SignUp(BaseModel):
    """A body that refuses unknown keys."""

    model_config = ConfigDict(extra="forbid")


async def answer_to_many_keys(app: FastAPI, ask: Ask) -> Response:
    """Send an object with 100,000 unknown keys."""

    @app.post("/")
    def create(_: SignUp) -> None:
        """Accept an empty object only."""

    headers = {"Content-Type": "application/json"}
    request = Request("POST", "http://test/", content=BODY, headers=headers)
    response = await ask(app, request)

    assert response.status_code == 422
    return response


async def test_small_body_gets_a_large_answer(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    app = FastAPI()
    wrong.add_handlers(app)

    response = await answer_to_many_keys(app, ask)

    size = len(response.content)
    assert size > 8 * len(BODY)
    measured(
        f"A body of {len(BODY) / 1e6:.1f} MB with {KEYS:,} unknown keys got an answer"
        f" of {size / 1e6:.1f} MB."
    )


async def test_problem_lists_ten_errors_and_counts_the_others(ask: Ask) -> None:
    app = FastAPI()
    add_problem_handlers(app)

    response = await answer_to_many_keys(app, ask)

    assert len(response.content) < 2_000
    assert len(response.json()["errors"]) == MAX_ERRORS
    assert (
        response.json()["detail"] == f"{KEYS - MAX_ERRORS} more errors are not listed."
    )
