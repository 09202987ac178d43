"""How a route gets the service; and, for all domains, who is asking."""

from typing import Annotated

from fastapi import Depends, Header, Path, Response

from app.auth.repository import SessionRepository
from app.auth.service import AuthService
from app.core.database import LARGEST_KEY, DatabaseDep, SessionDep
from app.core.tokens import AccessTokensDep
from app.users.dependencies import CurrentAdmin, CurrentUser, UserServiceDep

__all__ = ["AuthServiceDep", "CurrentAdmin", "CurrentUser", "SessionId", "UserAgent"]

LONGEST_USER_AGENT = 200


async def get_auth_service(
    database: DatabaseDep,
    session: SessionDep,
    users: UserServiceDep,
    tokens: AccessTokensDep,
) -> AuthService:
    """Put the service together for this request."""
    return AuthService(database, SessionRepository(session), users, tokens)


AuthServiceDep = Annotated[AuthService, Depends(get_auth_service)]
SessionId = Annotated[int, Path(ge=1, le=LARGEST_KEY)]


async def get_user_agent(
    user_agent: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> str | None:
    """Return what the client calls itself, as far as it can be stored and shown."""
    if user_agent is None:
        return None
    return "".join(filter(str.isprintable, user_agent))[:LONGEST_USER_AGENT]


UserAgent = Annotated[str | None, Depends(get_user_agent)]


async def forbid_storing(response: Response) -> None:
    """Keep tokens out of every cache on the way (RFC 6749)."""
    response.headers["Cache-Control"] = "no-store"
