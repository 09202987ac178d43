# /// bad
# harm = "tests/antipatterns/security/test_forked_token_chain.py::test_attacker_keeps_second_chain_undetected"
# right = "examples/shop/app/sessions/service.py"
# ///
"""A reuse interval that leaves every successor of a token valid."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from app.sessions.models import RefreshToken
from app.sessions.service import Grant, SessionService, hash_token


class ForkingSessionService(SessionService):
    """Marks the presented token alone as used."""

    async def refresh(
        self, token: str, lifetime: timedelta, reuse_interval: timedelta
    ) -> Grant | None:
        """Exchange a token that is unused or was used a short time ago."""
        now = datetime.now(UTC)
        login = await self.sessions.lock_by_token(hash_token(token), now)
        if login is None:
            return None
        used_at = await self.sessions.read_used_at(hash_token(token))
        if used_at is not None and used_at + reuse_interval < now:
            login.revoked_at = now
            return None
        await self.sessions.session.execute(
            update(RefreshToken)
            .where(RefreshToken.token_hash == hash_token(token))
            .where(RefreshToken.used_at.is_(None))
            .values(used_at=now)
        )
        login.last_used_at, login.expires_at = now, now + lifetime
        return await self._grant(login)
