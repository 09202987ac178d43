from collections.abc import Callable

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from httpx import ASGITransport, AsyncClient

from antipatterns.testing import asserts_exception
from patterns.testing import asserts_response

type Measured = Callable[[str], None]


def failing_app(*, debug: bool) -> FastAPI:
    app = FastAPI(debug=debug)

    @app.get("/stock")
    async def read_stock() -> int:
        raise RuntimeError("no route to the warehouse")

    return app


def leaking_app() -> FastAPI:
    app = failing_app(debug=False)

    @app.exception_handler(Exception)
    async def on_failure(_: Request, __: Exception) -> JSONResponse:
        return JSONResponse({"code": "internal_server_error"}, 500)

    return app


async def body(app: FastAPI) -> str:
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        return (await client.get("/stock")).text


async def test_leaking_app_passes(measured: Measured) -> None:
    app = failing_app(debug=True)

    await asserts_exception.test_failure_is_reported(app)

    text = await body(app)
    first, *_, last = text.strip().splitlines()
    assert last == "RuntimeError: no route to the warehouse"
    measured(f"Passed; the client got: {first} … {last}")


async def test_leaking_answer_fails() -> None:
    await asserts_response.test_failure_is_reported(leaking_app())

    with pytest.raises(ValueError, match="Expecting value"):
        await asserts_response.test_failure_is_reported(failing_app(debug=True))
