# /// bad
# harm = "tests/antipatterns/security/test_rotation_without_reuse_interval.py::test_two_tabs_are_logged_out"
# right = "examples/shop/app/sessions/service.py"
# ///
"""Refresh-token rotation without a reuse interval."""

from datetime import UTC, datetime, timedelta
from typing import override

from app.sessions.service import Grant, SessionService, hash_token


class StrictSessionService(SessionService):
    """Treats every reuse of a token as theft."""

    @override
    async def refresh(
        self, token: str, lifetime: timedelta, reuse_interval: timedelta
    ) -> Grant | None:
        """Exchange an unused token; revoke the session of a used one."""
        now = datetime.now(UTC)
        login = await self.sessions.lock_by_token(hash_token(token), now)
        if login is None:
            return None
        if await self.sessions.read_used_at(hash_token(token)) is not None:
            login.revoked_at = now
            return None
        await self.sessions.use_tokens(login.id, now)
        login.last_used_at, login.expires_at = now, now + lifetime
        return await self._grant(login)
