"""No request, however large, gets an error answer of more than a few KB."""

import json
import re
from collections.abc import Iterator

import pytest
from accounts import SignIn
from fastapi import FastAPI
from httpx import AsyncClient, Response
from rates import unlimited
from samples import Operation, Schema, operations

from app.config import Settings
from app.core.problems import MAX_ERRORS
from app.users.models import Role

LIMIT = 100_000  # bytes of a body
LONG = 60_000  # characters of a path or a header: h11 takes 64 KiB
MAX_ANSWER = 8_000  # bytes
JSON = "application/json"
MANY_KEYS = json.dumps(dict.fromkeys(map(str, range(7_000)), 0))

BODIES = [
    *[MANY_KEYS, json.dumps({"x" * 90_000: 0}), json.dumps({"🫖" * 8_000: 0})],
    *[json.dumps({"\0" * 15_000: 0}), '{"\\ud800": 0}', json.dumps([{}] * 20_000)],
    *["[" * 90_000, json.dumps("x" * 90_000), '{"' + "x" * 90_000],
]
VALUES = [json.dumps("x" * 80_000), json.dumps([{}] * 20_000), MANY_KEYS, "9" * 80_000]


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    update = {"max_body_size": LIMIT, "log_level": "CRITICAL"}
    return unlimited(sqlite_settings).model_copy(update=update)


@pytest.fixture
async def admin(sign_in: SignIn) -> AsyncClient:
    client = await sign_in("admin@example.com", Role.ADMIN)
    client.headers["Content-Type"] = JSON
    return client


def is_small(response: Response) -> bool:
    """Tell whether headers and body stay below `MAX_ANSWER`."""
    headers = sum(len(name) + len(value) + 4 for name, value in response.headers.raw)
    return headers + len(response.content) < MAX_ANSWER


def is_small_refusal(response: Response) -> bool:
    """Tell whether the request was refused in a few KB."""
    return response.is_client_error and is_small(response)


def path_of(operation: Operation, value: str) -> str:
    """Return the path with this value for every parameter."""
    return re.sub(r"{\w+}", value, operation.path)


def bodies_of(operation: Operation) -> Iterator[str]:
    """Yield hostile documents, and one huge value for each field; none without JSON."""
    if JSON not in operation.body_schemas:
        return
    name = operation.body_schemas[JSON]["$ref"].rpartition("/")[2]
    schema: Schema = operation.document["components"]["schemas"][name]
    yield from BODIES
    for field in schema["properties"]:
        for value in VALUES:
            yield f'{{"{field}": {value}}}'


async def test_large_body_gets_small_error(
    app: FastAPI, admin: AsyncClient, subtests: pytest.Subtests
) -> None:
    for operation in operations(app.openapi(), {}):
        with subtests.test(operation.label):
            for body in bodies_of(operation):
                response = await admin.request(
                    operation.method, path_of(operation, "1"), content=body
                )

                assert is_small_refusal(response)


async def test_large_form_gets_small_error(client: AsyncClient) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for form in ("a=&" * 20_000, "x" * 90_000, "username=" + "%00" * 20_000):
        response = await client.post(
            "/api/v1/auth/token", content=form, headers=headers
        )

        assert is_small_refusal(response)


async def test_long_path_and_query_get_small_error(
    app: FastAPI, client: AsyncClient, admin: AsyncClient, subtests: pytest.Subtests
) -> None:
    assert is_small_refusal(await client.get("/" + "%00" * (LONG // 3)))
    assert is_small_refusal(await client.request("X" * 100, "/health?" + "x" * LONG))
    for operation in operations(app.openapi(), {}):
        with subtests.test(operation.label):
            if operation.names("path"):
                path = path_of(operation, "x" * LONG)
                response = await admin.request(operation.method, path)
                assert is_small_refusal(response)
            for name in operation.names("query"):
                query = f"?{name}={'x' * (LONG // 2)}" + f"&{name}=x" * 1_500
                response = await admin.request(
                    operation.method, path_of(operation, "1") + query
                )
                assert not response.is_server_error
                assert is_small(response)


@pytest.mark.parametrize(
    "name",
    ["Authorization", "Idempotency-Key", "If-Match", "Origin", "X-Request-ID"],
)
async def test_long_header_gets_small_error(client: AsyncClient, name: str) -> None:
    headers = {name: "x" * LONG}

    assert is_small_refusal(await client.post("/api/v1/orders", headers=headers))
    assert is_small_refusal(await client.options("/api/v1/orders", headers=headers))


async def test_error_says_how_many_are_not_listed(client: AsyncClient) -> None:
    response = await client.post("/api/v1/users", json=dict.fromkeys("abcdefghijk", 0))

    problem = response.json()
    missing = 2  # email and password
    assert response.status_code == 422
    assert len(problem["errors"]) == MAX_ERRORS
    assert (
        problem["detail"] == f"{11 + missing - MAX_ERRORS} more errors are not listed."
    )
