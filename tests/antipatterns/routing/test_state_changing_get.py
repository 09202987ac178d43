"""What a program does that follows the links of a mail."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, FastAPI
from httpx import Request, Response

from antipatterns.routing import state_changing_get as wrong
from patterns.routing import unsubscribe as right

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
LINK = "http://test/subscriptions/k3y"


def create_app(router: APIRouter) -> FastAPI:
    """Return an app with one subscription."""
    app = FastAPI()
    app.state.subscriptions = {"k3y"}
    app.include_router(router)
    return app


async def test_link_scanner_ends_the_subscription(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    app = create_app(wrong.router)

    response = await ask(app, Request("GET", LINK))

    assert response.status_code == 204
    assert app.state.subscriptions == set()
    measured(
        f"A mail scanner followed the link: it got {response.status_code}, and"
        f" {len(app.state.subscriptions)} of 1 subscription was left."
    )


async def test_link_leads_to_a_form_and_the_form_ends_the_subscription(
    ask: Ask,
) -> None:
    app = create_app(right.router)

    page = await ask(app, Request("GET", LINK))

    assert page.text == right.FORM.format(key="k3y")
    assert app.state.subscriptions == {"k3y"}
    assert (await ask(app, Request("POST", LINK))).status_code == 204
    assert app.state.subscriptions == set()
