"""What a client learns from the answers to a creation and a deletion."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, FastAPI
from httpx import Request, Response

from antipatterns.routing import default_status_router as wrong
from patterns.routing import notes as right

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
CREATE = Request("POST", "http://test/notes", json="Buy tea.")
DELETE = Request("DELETE", "http://test/notes/1")


def create_app(router: APIRouter) -> FastAPI:
    """Return an app without notes."""
    app = FastAPI()
    app.state.notes = {}
    app.include_router(router)
    return app


async def test_creation_and_deletion_are_answered_200(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    app = create_app(wrong.router)

    created, deleted = await ask(app, CREATE), await ask(app, DELETE)

    assert (created.status_code, deleted.status_code) == (200, 200)
    assert "location" not in created.headers
    assert deleted.text == "null"
    measured(
        f"`POST` was answered {created.status_code} without `Location`, and `DELETE`"
        f" {deleted.status_code} with the body `{deleted.text}`."
    )


async def test_creation_and_deletion_have_their_own_codes(ask: Ask) -> None:
    app = create_app(right.router)

    created = await ask(app, CREATE)
    read = await ask(app, Request("GET", f"http://test{created.headers['location']}"))
    deleted = await ask(app, DELETE)

    assert (created.status_code, deleted.status_code) == (201, 204)
    assert read.json() == created.json() == {"id": 1, "text": "Buy tea."}
    assert deleted.content == b""
    assert app.state.notes == {}
