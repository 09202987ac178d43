# /// bad
# ast-grep = ["IDP-008"]
# harm = "tests/antipatterns/identity/test_oidc_login.py::test_link_logs_the_victim_in_as_the_attacker"
# right = "examples/patterns/identity/oidc_login.py"
# ///
"""A callback that accepts a code from any browser."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse

from patterns.identity.oidc_login import start_session
from patterns.identity.session_cookie import set_session_cookie

router = APIRouter()


@router.get("/callback")
async def finish_login(request: Request, code: str) -> RedirectResponse:
    """Start a session for the user of the code."""
    redirect = RedirectResponse("/")
    set_session_cookie(redirect, await start_session(request, code))
    return redirect
