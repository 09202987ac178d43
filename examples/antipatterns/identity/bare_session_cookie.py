# /// bad
# ast-grep = ["IDP-001"]
# harm = "tests/antipatterns/identity/test_session_cookie.py::test_bare_cookie_is_sent_over_plain_http"
# right = "examples/patterns/identity/session_cookie.py"
# ///
"""A session cookie with the defaults of `set_cookie`."""

from fastapi import Response


def set_session_cookie(response: Response, session_token: str) -> None:
    """Store the session in the browser."""
    response.set_cookie("session", session_token)
