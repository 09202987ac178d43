"""Two apps in one process, each with flags of its own."""

from collections.abc import Awaitable, Callable

from fastapi import Depends, FastAPI
from httpx import Request, Response
from openfeature import api
from openfeature.provider.in_memory_provider import InMemoryFlag, InMemoryProvider

from antipatterns.structure import global_feature_flags as wrong
from app.config import Settings
from app.core.flags import Flag, require_flag
from app.core.problems import add_problem_handlers
from app.main import create_app

Ask = Callable[[FastAPI, Request], Awaitable[Response]]


def flags_of(*, sign_up: bool) -> InMemoryProvider:
    """Return a provider with one flag."""
    return InMemoryProvider({"sign-up": InMemoryFlag("set", {"set": sign_up})})


async def test_second_app_changes_the_flags_of_the_first(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    sign_up = Request("POST", "http://test/users")
    first = wrong.create_app(flags_of(sign_up=True))
    before = (await ask(first, sign_up)).status_code
    wrong.create_app(flags_of(sign_up=False))
    after = (await ask(first, sign_up)).status_code
    api.clear_providers()

    assert (before, after) == (200, 404)
    measured(
        f"The first app answered {before}, and {after} once a second app had been"
        " created with the flag off."
    )


def test_misspelt_flag_has_the_default_without_an_error() -> None:
    wrong.create_app(flags_of(sign_up=False))

    assert api.get_client().get_boolean_value("sing-up", default_value=True)

    api.clear_providers()


async def test_second_app_leaves_the_flags_of_the_first(ask: Ask) -> None:
    sign_up = Request("POST", "http://test/users")
    first, second = app_with(sign_up=True), app_with(sign_up=False)

    answers = [await ask(app, sign_up) for app in (first, second, first)]

    assert [answer.status_code for answer in answers] == [200, 404, 200]


def app_with(*, sign_up: bool) -> FastAPI:
    """Return an app with a route behind the flag."""
    app = FastAPI()
    app.state.flags = {Flag.SIGN_UP: sign_up}
    add_problem_handlers(app)

    @app.post("/users", dependencies=[Depends(require_flag(Flag.SIGN_UP))])
    async def create_user() -> None:
        """Sign up."""

    return app


def test_each_app_has_its_own_flags() -> None:
    first = create_app(Settings(flags={Flag.SIGN_UP: True}))
    create_app(Settings(flags={Flag.SIGN_UP: False}))

    assert first.state.flags[Flag.SIGN_UP]
