"""What a client reads after an attribute was renamed."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from httpx import Request, Response
from pydantic import ValidationError

from antipatterns.routing import defaulted_fields as wrong
from patterns.routing import required_fields as right

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
LAMP = Request("GET", "http://test/articles/lamp")


async def test_renamed_attribute_is_answered_as_null(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    app = FastAPI()
    app.include_router(wrong.router)

    response = await ask(app, LAMP)

    assert response.status_code == 200
    assert response.json() == {"name": "Lamp", "price": None}
    measured(
        f"The lamp costs 20.00. The response was {response.status_code},"
        " with `price: null`."
    )


async def test_renamed_attribute_is_an_error_without_a_default(ask: Ask) -> None:
    app = FastAPI()
    app.include_router(right.router)

    assert (await ask(app, LAMP)).json() == {"name": "Lamp", "price": "20.00"}
    with pytest.raises(ValidationError, match="price\n  Field required"):
        right.ArticleRead.model_validate(wrong.Article("Lamp", "20.00"))
