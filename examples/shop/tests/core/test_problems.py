from collections.abc import Callable
from typing import Annotated, Any, Literal

import pytest
from exchange import REQUEST_ID
from fastapi import Body, FastAPI, HTTPException
from httpx import ASGITransport, AsyncClient, Response
from pydantic import BaseModel

from app.core.errors import AppError, ConflictError, NotFoundError, UnavailableError
from app.core.problems import (
    FieldProblem,
    add_problem_handlers,
    instance_of,
    status_of,
)
from app.users.exceptions import EmailTakenError, UserNotFoundError


class OutOfTeaError(AppError):
    """An error without a status."""

    code = "out_of_tea"
    title = "Out of tea"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFoundError, 404),
        (UserNotFoundError, 404),
        (ConflictError, 409),
        (EmailTakenError, 409),
        (UnavailableError, 503),
        (OutOfTeaError, 500),
    ],
)
def test_error_has_the_status_of_its_nearest_base_class(
    error: type[AppError], status: int
) -> None:
    assert status_of(error) == status


@pytest.mark.parametrize(
    ("method", "path", "problem", "allow"),
    [
        pytest.param(
            "GET",
            "/no where?page=1",
            {"title": "Not Found", "status": 404, "code": "http_404"},
            None,
            id="no-route",
        ),
        pytest.param(
            "DELETE",
            "/api/v1/users",
            {"title": "Method Not Allowed", "status": 405, "code": "http_405"},
            "GET, HEAD, POST",
            id="no-method",
        ),
        pytest.param(
            "POST",
            "/api/v1/items/1",
            {"title": "Method Not Allowed", "status": 405, "code": "http_405"},
            "GET, HEAD, PATCH",
            id="no-method-of-one",
        ),
    ],
)
async def test_routing_error_is_a_problem(
    client: AsyncClient, method: str, path: str, problem: dict[str, Any], allow: str
) -> None:
    response = await client.request(method, path)

    instance = response.request.url.raw_path.decode().partition("?")[0]
    assert response.status_code == problem["status"]
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-request-id"] == REQUEST_ID
    assert response.headers.get("allow") == allow
    assert response.json() == {"type": "about:blank", "instance": instance, **problem}


def test_location_and_message_are_shortened() -> None:
    problem = FieldProblem(
        loc=["x" * 51, 7, "y" * 50, "", "z", 0, "seventh"], msg="m" * 201, type="t"
    )

    assert problem.loc == ["x" * 50, 7, "y" * 50, "", "z", 0]
    assert problem.msg == "m" * 200


@pytest.mark.parametrize(
    ("path", "instance"),
    [
        ("/" + "x" * 199, "/" + "x" * 199),
        ("/" + "x" * 200, None),
        ("/" + "é" * 34, None),  # 205 characters once they are quoted
    ],
)
def test_instance_is_left_out_for_a_long_path(path: str, instance: str | None) -> None:
    assert instance_of({"path": path}) == instance


async def test_trailing_slash_is_another_path(client: AsyncClient) -> None:
    response = await client.get("/api/v1/users/")

    assert response.status_code == 404
    assert response.json()["code"] == "http_404"


async def test_framework_exception_keeps_detail_and_headers(
    app: FastAPI, client: AsyncClient
) -> None:
    @app.get("/tea")
    async def brew() -> None:
        raise HTTPException(418, "Short and stout.", {"Retry-After": "60"})

    response = await client.get("/tea")

    assert response.status_code == 418
    assert response.headers["retry-after"] == "60"
    assert response.json() == {
        "type": "about:blank",
        "title": "I'm a Teapot",
        "status": 418,
        "detail": "Short and stout.",
        "instance": "/tea",
        "code": "http_418",
    }


async def test_unexpected_error_keeps_request_id_and_shape(
    app: FastAPI,
    client: AsyncClient,
    caplog: pytest.LogCaptureFixture,
    show: Callable[[str, Response], None],
) -> None:
    @app.get("/tea")
    async def brew() -> None:
        raise RuntimeError("the kettle's password is swordfish")

    response = await client.get("/tea")

    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-request-id"] == REQUEST_ID
    assert response.json() == {
        "type": "about:blank",
        "title": "Internal Server Error",
        "status": 500,
        "instance": "/tea",
        "code": "http_500",
    }
    [logged] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert "'event': 'unexpected_error'" in logged.getMessage()
    assert "'path': '/tea'" in logged.getMessage()
    assert "the kettle's password is swordfish" in caplog.text
    show("server-error", response)


async def test_response_that_violates_its_schema_is_a_500(
    app: FastAPI, client: AsyncClient
) -> None:
    @app.get("/tea", response_model=int)
    async def brew() -> str:
        return "swordfish"

    response = await client.get("/tea")

    assert response.status_code == 500
    assert response.json()["code"] == "http_500"
    assert "swordfish" not in response.text


async def test_documented_problems_have_their_media_type(client: AsyncClient) -> None:
    paths = (await client.get("/openapi.json")).json()["paths"]

    responses = paths["/api/v1/users"]["post"]["responses"]
    types = {code: list(response["content"]) for code, response in responses.items()}
    assert types == {
        "201": ["application/json"],
        **{
            status: ["application/problem+json"]
            for status in ["400", "404", "409", "422", "429", "500", "503"]
        },
        "413": ["text/plain", "application/problem+json"],
    }


@pytest.mark.parametrize(
    ("error", "status", "body"),
    [
        (HTTPException(409, {"reason": "x"}), 409, {"title": "Conflict"}),
        (
            HTTPException(499, "Closed."),
            499,
            {"title": "HTTP 499", "detail": "Closed."},
        ),
    ],
)
async def test_any_http_exception_is_a_problem(
    error: HTTPException, status: int, body: dict[str, str]
) -> None:
    response = await answer_of(error)

    assert response.status_code == status
    assert response.json() == {
        "type": "about:blank",
        "status": status,
        "instance": "/fails",
        "code": f"http_{status}",
        **body,
    }


@pytest.mark.parametrize("status", [204, 304])
async def test_status_without_a_body_gets_none(status: int) -> None:
    response = await answer_of(HTTPException(status, headers={"ETag": '"1"'}))

    assert (response.status_code, response.content) == (status, b"")
    assert response.headers["ETag"] == '"1"'
    assert "Content-Type" not in response.headers


async def answer_of(error: HTTPException) -> Response:
    """Return the response of an app whose route raises the error."""
    app = FastAPI()
    add_problem_handlers(app)

    @app.get("/fails")
    async def fail() -> None:
        raise error

    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get("/fails")


class Cat(BaseModel):
    """One of two kinds."""

    kind: Literal["cat"]


class Dog(BaseModel):
    """The other kind."""

    kind: Literal["dog"]


async def test_unknown_tag_of_a_union_is_not_repeated() -> None:
    app = FastAPI()
    add_problem_handlers(app)

    @app.post("/pets")
    async def create_pet(pet: Annotated[Cat | Dog, Body(discriminator="kind")]) -> None:
        del pet

    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        response = await client.post("/pets", json={"kind": "hunter2"})

    assert response.status_code == 422
    assert "hunter2" not in response.text
    assert "'cat', 'dog'" in response.json()["errors"][0]["msg"]
