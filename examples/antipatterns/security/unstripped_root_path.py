# /// bad
# ast-grep = ["SEC-017"]
# harm = "tests/antipatterns/security/test_unstripped_root_path.py::test_docs_page_behind_a_prefix_gets_the_policy"
# right = "examples/shop/app/core/middleware.py"
# ///
"""A path comparison that ignores `root_path`."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class ContentPolicyMiddleware:
    """Adds a content security policy that Swagger UI can't work with."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the app; only responses of HTTP have headers."""

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start" and scope["path"] != "/docs":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = "default-src 'none'"
            await send(message)

        await self.app(scope, receive, add)
