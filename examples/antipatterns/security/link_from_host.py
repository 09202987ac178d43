# /// bad
# harm = "tests/antipatterns/security/test_link_from_host.py::test_mailed_link_leads_to_the_requested_host"
# right = "examples/shop/app/main.py"
# ///
"""A password-reset link built from the `Host` header."""

import secrets
from typing import Annotated

from fastapi import Body, FastAPI, Request, status


def create_app() -> FastAPI:
    """Return an app that mails password-reset links."""
    app = FastAPI()
    app.state.mails = {}

    @app.post("/password-resets", status_code=status.HTTP_202_ACCEPTED)
    async def send_link(
        email: Annotated[str, Body(embed=True)], request: Request
    ) -> None:
        token = secrets.token_urlsafe(32)
        app.state.mails[email] = f"{request.base_url}password-resets/{token}"

    return app
