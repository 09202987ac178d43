"""HEAD answers what GET answers, without the body (RFC 9110, 9.3.2)."""

import re

import pytest
from accounts import SignIn
from exchange import exchange_raw
from fastapi import FastAPI
from httpx import AsyncClient, Headers, Response
from rates import unlimited
from servers import Parser, http_server

from app.config import Settings
from app.main import create_app
from app.users.models import Role

UNDOCUMENTED = ["/docs", "/redoc", "/openapi.json"]


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return unlimited(sqlite_settings)


def readable_paths(app: FastAPI) -> list[str]:
    """Return the path of every GET route, with 1 for each parameter."""
    paths = app.openapi()["paths"].items()
    found = [re.sub(r"{\w+}", "1", path) for path, methods in paths if "get" in methods]
    return found + UNDOCUMENTED


def representation(response: Response) -> tuple[int, Headers]:
    return response.status_code, response.headers


async def test_every_get_route_answers_head_alike(
    app: FastAPI, sign_in: SignIn, subtests: pytest.Subtests
) -> None:
    client = await sign_in("admin@example.com", Role.ADMIN)
    for path in readable_paths(app):
        with subtests.test(path):
            read = await client.get(path)
            asked = await client.head(path)

            assert representation(asked) == representation(read)
            assert int(asked.headers["content-length"]) == len(read.content)


async def test_head_of_a_path_without_get_is_refused(client: AsyncClient) -> None:
    response = await client.head("/api/v1/auth/token")

    assert response.status_code == 405
    assert response.headers["allow"] == "POST"


def test_head_is_not_documented_twice(app: FastAPI) -> None:
    methods = {method for path in app.openapi()["paths"].values() for method in path}

    assert methods == {"get", "post", "put", "patch", "delete"}


@pytest.mark.parametrize("parser", ["h11", "httptools"])
@pytest.mark.parametrize(("path", "status"), [("/health", 200), ("/nowhere", 404)])
def test_server_sends_length_and_no_body(
    parser: Parser, path: str, status: int
) -> None:
    request = f"HEAD {path} HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n"

    with http_server(create_app(Settings()), parser=parser) as address:
        answer = exchange_raw(address, request.encode())

    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert re.search(rb"content-length: [1-9]", answer)
    assert answer.endswith(b"\r\n\r\n")
