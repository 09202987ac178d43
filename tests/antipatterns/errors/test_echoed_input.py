"""What the answer to an invalid sign-up contains."""

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
    """A password with a validator, and a number."""

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
    """Return an app with a sign-up."""
    app = FastAPI()

    @app.post("/")
    def create(data: SignUp) -> int:
        return data.age

    return app


async def test_password_is_echoed_and_two_requests_are_500(
    app: FastAPI, ask: Ask, measured: Callable[[str], None]
) -> None:
    wrong.add_handlers(app)

    short = await ask(app, SHORT)
    statuses = [(await ask(app, each)).status_code for each in (COMMON, NO_NUMBER)]

    assert short.status_code == 422
    assert REFUSED in short.text
    assert statuses == [500, 500]
    place = short.text.index(REFUSED)
    measured(f"The response contained: `…{short.text[place - 9 : place]}{REFUSED}…`.")
    measured(
        f"A `ValueError` of a validator was answered {statuses[0]},"
        f" a body with `NaN` {statuses[1]}."
    )


async def test_location_message_and_type_echo_nothing(app: FastAPI, ask: Ask) -> None:
    add_problem_handlers(app)

    answers = [await ask(app, each) for each in (SHORT, COMMON, NO_NUMBER)]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert REFUSED not in answers[0].text
    assert [answer.json()["errors"][0]["type"] for answer in answers] == [
        "string_too_short",
        "value_error",
        "finite_number",
    ]
