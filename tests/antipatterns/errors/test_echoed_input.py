"""What a client gets back of an invalid sign-up."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import pytest
from fastapi import FastAPI
from httpx import Request, Response
from pydantic import AfterValidator, BaseModel, Field

from antipatterns.errors import echoed_input as wrong
from app.core.problems import add_problem_handlers

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
REFUSED = "tr0ub4dor"


def refuse_common(value: str) -> str:
    if value == "correct horse battery staple":
        raise ValueError("this password is well known")
    return value


class SignUp(BaseModel):
    """A password with a rule of its own, and a number."""

    password: Annotated[str, Field(min_length=12), AfterValidator(refuse_common)]
    age: int = 18


def sign_up(content: str) -> Request:
    headers = {"Content-Type": "application/json"}
    return Request("POST", "http://test/", content=content, headers=headers)


SHORT = sign_up(f'{{"password": "{REFUSED}"}}')
COMMON = sign_up('{"password": "correct horse battery staple"}')
NO_NUMBER = sign_up('{"password": "correct horse", "age": NaN}')


@pytest.fixture
def app() -> FastAPI:
    """Return an app that takes sign-ups."""
    app = FastAPI()

    @app.post("/")
    def create(data: SignUp) -> int:
        return data.age

    return app


async def test_the_password_comes_back_and_two_requests_end_as_500(
    app: FastAPI, ask: Ask, measured: Callable[[str], None]
) -> None:
    wrong.add_handlers(app)

    short = await ask(app, SHORT)
    statuses = [(await ask(app, each)).status_code for each in (COMMON, NO_NUMBER)]

    assert short.status_code == 422
    assert REFUSED in short.text
    assert statuses == [500, 500]
    measured("The refused password was in the response.")
    measured(
        f"A password that a validator refused with `ValueError` was answered "
        f"{statuses[0]}, a body with `NaN` {statuses[1]}."
    )


async def test_place_message_and_type_are_enough(app: FastAPI, ask: Ask) -> None:
    add_problem_handlers(app)

    answers = [await ask(app, each) for each in (SHORT, COMMON, NO_NUMBER)]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert REFUSED not in answers[0].text
    assert [answer.json()["errors"][0]["type"] for answer in answers] == [
        "string_too_short",
        "value_error",
        "finite_number",
    ]
