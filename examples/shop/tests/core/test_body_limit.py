"""Bodies over the limit, with a declared length and chunked, over real HTTP."""

from collections.abc import AsyncIterator

import pytest
from exchange import REQUEST_ID, exchange_raw
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from servers import Parser, http_server
from sqlalchemy import func, select

from app.config import Settings
from app.core.database import Database
from app.main import create_app
from app.users.models import User

LIMIT = 1_000
PARSERS: list[Parser] = ["h11", "httptools"]
PROBLEM = {
    "type": "about:blank",
    "title": "Content Too Large",
    "status": 413,
    "instance": "/api/v1/users",
    "code": "http_413",
}


async def chunks(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 100):
        yield body[start : start + 100]


def sign_up_of(size: int) -> bytes:
    """Return a valid sign-up, padded with white space to `size` bytes."""
    text = (
        '{"email": "ada@example.com", "full_name": "Ada",'
        ' "password": "correct horse battery staple"}'
    )
    return text.encode().ljust(size)


@pytest.mark.parametrize("is_chunked", [False, True], ids=["declared", "chunked"])
@pytest.mark.parametrize(
    ("size", "status"),
    [
        pytest.param(LIMIT, 201, id="at-the-limit"),
        pytest.param(LIMIT + 1, 413, id="over-the-limit"),
        pytest.param(100 * LIMIT, 413, id="far-over-the-limit"),
    ],
)
async def test_body_over_the_limit_is_refused_and_not_stored(
    settings: Settings,
    committing_database: Database,
    size: int,
    status: int,
    *,
    is_chunked: bool,
) -> None:
    app = create_app(settings.model_copy(update={"max_body_size": LIMIT}))
    body = sign_up_of(size)
    headers = {"Content-Type": "application/json", "X-Request-ID": REQUEST_ID}

    with http_server(app) as address:
        async with AsyncClient(base_url=address, headers=headers) as client:
            response = await client.post(
                "/api/v1/users", content=chunks(body) if is_chunked else body
            )
            alive = await client.get("/health")

    async with committing_database.sessions() as session:
        count = (await session.scalars(select(func.count()).select_from(User))).one()
    assert (response.status_code, count) == (status, int(size <= LIMIT))
    assert response.headers["x-request-id"] == REQUEST_ID
    assert response.headers["x-content-type-options"] == "nosniff"
    assert alive.status_code == 200
    if status == 413 and is_chunked:
        assert response.json() == PROBLEM
    elif status == 413:
        assert response.text == "Content Too Large"


@pytest.fixture
def word_app() -> FastAPI:
    """Return an app that counts the words of a small body, and its calls."""
    app = create_app(Settings(max_body_size=LIMIT))
    app.state.calls = 0

    @app.post("/words")
    async def count(words: list[str]) -> int:
        return len(words)

    @app.post("/uploads", max_body_size=10 * LIMIT)
    async def upload(words: list[str]) -> int:
        return len(words)

    @app.post("/calls")
    async def call() -> int:
        app.state.calls += 1
        return 1

    return app


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize(
    ("lengths", "statuses"),
    [
        pytest.param([b"5"], {200}, id="exact"),
        pytest.param([b"5 "], {200}, id="trailing-blank"),
        pytest.param([b" \t5"], {200}, id="leading-blanks"),
        pytest.param([b"1001"], {413}, id="over-the-limit"),
        pytest.param([b"9" * 20], {400, 413}, id="over-64-bits"),
        pytest.param([b"-1"], {400}, id="negative"),
        pytest.param([b"five"], {400}, id="text"),
        pytest.param([b"5", b"6"], {400}, id="two-lengths"),
    ],
)
def test_declared_length_is_parsed_as_a_number(
    word_app: FastAPI, parser: Parser, lengths: list[bytes], statuses: set[int]
) -> None:
    lines = b"".join(b"Content-Length: %s\r\n" % length for length in lengths)
    request = (
        b"POST /words HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n"
        b'Content-Type: application/json\r\n%s\r\n["a"]' % lines
    )

    with http_server(word_app, parser=parser) as address:
        answer = exchange_raw(address, request)

    assert int(answer.split()[1]) in statuses


async def test_route_without_a_body_runs_before_a_declared_length_is_refused(
    word_app: FastAPI,
) -> None:
    with http_server(word_app) as address:
        async with AsyncClient(base_url=address) as client:
            response = await client.post("/calls", content=b" " * (LIMIT + 1))

    assert (response.status_code, word_app.state.calls) == (413, 1)


@pytest.mark.parametrize(
    ("size", "status"), [(LIMIT + 1, 200), (10 * LIMIT, 200), (10 * LIMIT + 1, 413)]
)
@pytest.mark.parametrize("is_chunked", [False, True], ids=["declared", "chunked"])
async def test_route_can_raise_the_limit_for_itself(
    word_app: FastAPI, size: int, status: int, *, is_chunked: bool
) -> None:
    body = b'["a"]'.ljust(size)
    headers = {"Content-Type": "application/json"}

    transport = ASGITransport(word_app)
    async with AsyncClient(transport=transport, base_url="http://shop") as client:
        response = await client.post(
            "/uploads", content=chunks(body) if is_chunked else body, headers=headers
        )

    assert response.status_code == status
