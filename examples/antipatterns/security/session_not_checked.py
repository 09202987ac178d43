# /// bad
# harm = "tests/antipatterns/security/test_session_not_checked.py::test_access_token_outlives_logout"
# right = "examples/shop/app/users/repository.py"
# ///
"""An access token that is trusted until it expires."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.tokens import AccessToken
from app.users.models import User


class UserRepository:
    """Reads users."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def find_current(self, token: AccessToken) -> User | None:
        """Return the active user that a token names."""
        return await self.session.scalar(
            select(User).where(User.id == token.user_id, User.is_active)
        )
