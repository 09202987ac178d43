"""A session cookie that no script reads and that only HTTPS carries."""

from fastapi import Response

SESSION_COOKIE = "__Host-session"
LIFETIME = 8 * 60 * 60  # seconds


def set_session_cookie(response: Response, session_token: str) -> None:
    """Store the session in the browser."""
    response.set_cookie(
        SESSION_COOKIE,
        session_token,
        max_age=LIFETIME,
        path="/",
        secure=True,
        httponly=True,
        samesite="lax",
    )


def delete_session_cookie(response: Response) -> None:
    """Remove it at logout: browsers ignore a deletion without these attributes."""
    response.delete_cookie(
        SESSION_COOKIE, path="/", secure=True, httponly=True, samesite="lax"
    )
