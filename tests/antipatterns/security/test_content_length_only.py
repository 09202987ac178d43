"""How much of a body is read, with a declared length and without one."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi import Request as Received
from httpx import Request, Response
from layers import middleware_of
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware

from antipatterns.security import content_length_only as wrong
from app.config import Settings
from app.core.problems import add_problem_handlers

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
LIMIT = 1_000
SIZE = 1_000_000


@dataclass
class Body:
    """A million bytes in chunks; counts the bytes that were read."""

    read: int = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self.read < SIZE:
            self.read += LIMIT
            yield b"x" * LIMIT


@dataclass(frozen=True)
class Outcome:
    """The answer to a body, and how much of it was read."""

    status: int
    read: int
    media_type: str


def app_with(layer: Middleware) -> FastAPI:
    """Return an app that answers the size of a body."""
    app = FastAPI(middleware=[layer])
    add_problem_handlers(app)

    @app.post("/length")
    async def measure(request: Received) -> int:
        return len(await request.body())

    return app


async def send(app: FastAPI, ask: Ask, **headers: str) -> Outcome:
    """Send the body with these headers."""
    body = Body()
    request = Request("POST", "http://shop/length", content=body, headers=headers)
    answer = await ask(app, request)
    media_type = answer.headers["content-type"].partition(";")[0]
    return Outcome(answer.status_code, body.read, media_type)


async def send_twice(app: FastAPI, ask: Ask) -> tuple[Outcome, Outcome]:
    """Send the body with its length and without."""
    declared = await send(app, ask, **{"Content-Length": str(SIZE)})
    return declared, await send(app, ask)


async def test_chunked_body_is_read_to_the_end(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    app = app_with(Middleware(wrong.BodyLimitMiddleware, limit=LIMIT))

    declared, chunked = await send_twice(app, ask)

    assert (declared.status, declared.read) == (413, 0)
    assert (chunked.status, chunked.read) == (200, SIZE)
    measured(
        f"With a limit of {LIMIT} bytes, a chunked body of {chunked.read} bytes"
        " was read and accepted."
    )


async def test_limit_of_the_shop_counts_received_bytes(ask: Ask) -> None:
    layer = middleware_of(Settings(max_body_size=LIMIT), RequestBodyLimitMiddleware)
    app = app_with(layer)

    declared, chunked = await send_twice(app, ask)

    assert declared == Outcome(413, 0, "text/plain")
    assert chunked == Outcome(413, 2 * LIMIT, "application/problem+json")
