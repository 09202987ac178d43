# /// bad
# harm = "tests/antipatterns/security/test_revocation_rolled_back.py::test_session_survives_its_revocation"
# right = "examples/shop/app/auth/service.py"
# ///
"""Reuse detection whose revocation is rolled back with the error response."""

from datetime import timedelta

from app.core.errors import InvalidTokenError
from app.sessions.service import Grant, SessionService


class AuthService:
    """Exchanges refresh tokens in the request's unit of work."""

    def __init__(self, sessions: SessionService) -> None:
        self.sessions = sessions

    async def refresh(self, token: str) -> Grant:
        """Exchange a refresh token; InvalidTokenError if it is not valid."""
        grant = await self.sessions.refresh(
            token, timedelta(days=30), timedelta(seconds=10)
        )
        if grant is None:
            raise InvalidTokenError
        return grant
