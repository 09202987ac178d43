"""Answers credentials and refresh tokens with token pairs."""

from dataclasses import dataclass
from datetime import timedelta

from app.auth.schemas import TokenPair
from app.core.database import Database, unit_of_work
from app.core.errors import InvalidTokenError
from app.core.tokens import AccessToken, AccessTokens
from app.sessions.service import Grant, SessionService
from app.users.service import UserService, VerifiedCredentials


@dataclass(frozen=True, slots=True)
class RefreshPolicy:
    """How long a refresh token is valid, and how long a used one may be reused."""

    lifetime: timedelta
    reuse_interval: timedelta


class AuthService:
    """Issues tokens; the users domain checks passwords."""

    def __init__(
        self,
        database: Database,
        users: UserService,
        sessions: SessionService,
        tokens: AccessTokens,
        policy: RefreshPolicy,
    ) -> None:
        self.database = database
        self.users = users
        self.sessions = sessions
        self.tokens = tokens
        self.policy = policy

    async def log_in(
        self, credentials: VerifiedCredentials, user_agent: str | None
    ) -> TokenPair:
        """Start a session; InvalidCredentialsError if they were changed since.

        Hashing takes a while, so the password may have been changed or the account
        deactivated after it was read.
        """
        await self.users.lock_credentials(credentials)
        grant = await self.sessions.start(
            credentials.user_id, user_agent, self.policy.lifetime
        )
        return self._pair(grant)

    async def refresh(self, token: str) -> TokenPair:
        """Exchange a refresh token; InvalidTokenError if it is not valid.

        A reuse revokes the session, which has to be committed although the answer is
        an error. So this is a unit of work of its own.
        """
        async with unit_of_work(self.database) as session:
            grant = await SessionService.on(session).refresh(
                token, self.policy.lifetime, self.policy.reuse_interval
            )
        if grant is None:
            raise InvalidTokenError
        return self._pair(grant)

    def _pair(self, grant: Grant) -> TokenPair:
        token = AccessToken(grant.user_id, grant.session_id)
        return TokenPair(
            access_token=self.tokens.issue(token),
            refresh_token=grant.refresh_token,
            expires_in=int(self.tokens.lifetime.total_seconds()),
        )
