"""Request headers: repeated lines and white space as RFC 9110 defines them (SEC-009).

uvicorn's httptools parser keeps the white space after a value, and Starlette returns
only the first of several lines.
"""

from collections.abc import Iterable

from starlette.types import ASGIApp, Receive, Scope, Send

WHITE_SPACE = b" \t"


def combine_lines(lines: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return one line for each name; several values become one list."""
    values: dict[bytes, list[bytes]] = {}
    for name, value in lines:
        values.setdefault(name, []).append(value.strip(WHITE_SPACE))
    return [
        (name, (b"; " if name == b"cookie" else b", ").join(found))
        for name, found in values.items()
    ]


class HeaderLinesMiddleware:
    """Combines the header lines of each request before the app reads them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on the scope with combined headers; the lifespan has none."""
        if "headers" in scope:
            scope = {**scope, "headers": combine_lines(scope["headers"])}
        await self.app(scope, receive, send)
