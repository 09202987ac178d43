# /// bad
# harm = "tests/antipatterns/security/test_looked_up_then_used.py::test_two_uses_at_once_both_count"
# right = "examples/shop/app/auth/repository.py"
# ///
"""A token that is looked up in one statement, and marked in another."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.auth.models import AuthSession, RefreshToken
from app.auth.repository import is_live


class SessionRepository:
    """Reads and writes sessions."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def use_token(self, token_hash: str, now: datetime) -> AuthSession | None:
        """Mark the token as used and return its session; None if it doesn't count."""
        token = await self.session.scalar(
            select(RefreshToken).where(RefreshToken.token_hash == token_hash)
        )
        if token is None or token.used_at is not None:
            return None
        token.used_at = now
        await self.session.flush()
        return await self.session.scalar(
            select(AuthSession).where(AuthSession.id == token.session_id, is_live(now))
        )
