"""The dependencies of the login routes."""

from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Header, Path, Response

from app.auth.service import AuthService, RefreshPolicy
from app.config import SettingsDep
from app.core.dependencies import DatabaseDep
from app.core.keys import LARGEST_KEY
from app.sessions.dependencies import SessionServiceDep
from app.users.dependencies import AccessTokensDep, UserServiceDep

MAX_USER_AGENT_LENGTH = 200


async def get_auth_service(
    database: DatabaseDep,
    users: UserServiceDep,
    sessions: SessionServiceDep,
    tokens: AccessTokensDep,
    settings: SettingsDep,
) -> AuthService:
    """Return a service in the request's unit of work."""
    policy = RefreshPolicy(
        lifetime=timedelta(days=settings.refresh_token_days),
        reuse_interval=timedelta(seconds=settings.refresh_token_reuse_seconds),
    )
    return AuthService(database, users, sessions, tokens, policy)


AuthServiceDep = Annotated[AuthService, Depends(get_auth_service)]
SessionId = Annotated[int, Path(ge=1, le=LARGEST_KEY)]


async def get_user_agent(
    user_agent: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> str | None:
    """Return the printable characters of `User-Agent`, at most 200."""
    if user_agent is None:
        return None
    return "".join(filter(str.isprintable, user_agent))[:MAX_USER_AGENT_LENGTH]


UserAgent = Annotated[str | None, Depends(get_user_agent)]


async def forbid_caching(response: Response) -> None:
    """Send `Cache-Control: no-store` with tokens (RFC 6749, section 5.1)."""
    response.headers["Cache-Control"] = "no-store"
