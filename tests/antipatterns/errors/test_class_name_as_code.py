"""What clients read when an error gets a subclass."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from httpx import Request, Response

from antipatterns.errors import class_name_as_code as wrong
from app.core.errors import ConflictError
from app.core.problems import add_problem_handlers

Ask = Callable[[FastAPI, Request], Awaitable[Response]]


class SoldOutError(ConflictError):
    """The error of the first version."""

    code = "sold_out"
    title = "Sold out"


class ReservedError(SoldOutError):
    """The error of the next version, a subclass."""


async def both_answers(app: FastAPI, member: str, ask: Ask) -> list[str]:
    """Raise both errors; return the member that a client compares."""

    @app.get("/before")
    def before() -> None:
        raise SoldOutError("No lamp is left.")

    @app.get("/after")
    def after() -> None:
        raise ReservedError("No lamp is left.")

    answers = [
        await ask(app, Request("GET", f"http://test/{path}"))
        for path in ("before", "after")
    ]
    return [answer.json()[member] for answer in answers]


async def test_subclass_changes_the_published_type(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    app = FastAPI()
    wrong.add_handlers(app)

    before, after = await both_answers(app, "type", ask)

    assert (before, after) == ("SoldOutError", "ReservedError")
    measured(f"A subclass turned `{before}` into `{after}` in the response.")


async def test_subclass_keeps_the_code(ask: Ask) -> None:
    app = FastAPI()
    add_problem_handlers(app)

    assert await both_answers(app, "code", ask) == ["sold_out", "sold_out"]
