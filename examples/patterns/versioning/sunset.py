"""Announces the end of a version in the headers of each of its responses."""

from datetime import datetime
from email.utils import format_datetime

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


def sunset_headers(deprecated: datetime, sunset: datetime, link: str) -> dict[str, str]:
    """Return the headers of a version; both dates are in UTC."""
    return {
        "Deprecation": f"@{int(deprecated.timestamp())}",
        "Sunset": format_datetime(sunset, usegmt=True),
        "Link": f'<{link}>; rel="deprecation"',
    }


class SunsetMiddleware:
    """Adds headers to every response below a path, errors included."""

    def __init__(self, app: ASGIApp, prefix: str, headers: dict[str, str]) -> None:
        self.app = app
        self.prefix = prefix
        self.headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the app, and add the headers when the response starts."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers)
            await send(message)

        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        in_version = path.startswith(self.prefix)
        await self.app(scope, receive, send_with_headers if in_version else send)
