"""What a deployed client gets after a field was added."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, FastAPI
from httpx import Request, Response

from antipatterns.versioning import required_field_added as wrong
from patterns.versioning import optional_field_added as right

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
OLD_REQUEST = {"article": "lamp", "pieces": 2}  # recorded from the first client


async def place_order(router: APIRouter, ask: Ask, body: dict[str, object]) -> Response:
    """Send an order to an app with the routes."""
    app = FastAPI()
    app.include_router(router, prefix="/api/v1")
    return await ask(app, Request("POST", "http://test/api/v1/orders", json=body))


async def test_request_of_an_old_client_is_refused(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    response = await place_order(wrong.router, ask, {**OLD_REQUEST})
    new = await place_order(wrong.router, ask, {**OLD_REQUEST, "currency": "EUR"})

    [error] = response.json()["detail"]
    assert (response.status_code, new.status_code) == (422, 202)
    assert error["loc"] == ["body", "currency"]
    measured(
        f"The recorded request of the first client was answered"
        f" {response.status_code}: {error['msg']}, `{error['loc'][1]}`."
    )


async def test_request_of_an_old_client_is_accepted(ask: Ask) -> None:
    response = await place_order(right.router, ask, {**OLD_REQUEST})

    assert response.status_code == 202
    assert response.json() == "2 x lamp, to be paid in EUR"
