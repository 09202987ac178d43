# /// bad
# harm = "tests/antipatterns/security/test_link_from_host.py::test_the_mailed_link_leads_to_whom_the_request_names"
# right = "examples/shop/app/core/middleware.py"
# ///
"""A link of the app's own, in an app that answers to every name."""

import secrets
from typing import Annotated

from fastapi import Body, FastAPI, Request, status


def create_app() -> FastAPI:
    """Return an app that mails a link to whoever has forgotten his password."""
    app = FastAPI()
    app.state.mails = {}

    @app.post("/password-resets", status_code=status.HTTP_202_ACCEPTED)
    async def send_link(
        email: Annotated[str, Body(embed=True)], request: Request
    ) -> None:
        token = secrets.token_urlsafe(32)
        app.state.mails[email] = f"{request.base_url}password-resets/{token}"

    return app
