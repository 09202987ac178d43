"""The services of accounts, and the authenticated user, as dependencies."""

from typing import Annotated

from fastapi import Depends, Path, Query, Request
from fastapi.security import OAuth2PasswordBearer

from app.core.dependencies import DatabaseDep, SessionDep
from app.core.errors import AuthenticationError
from app.core.keys import LARGEST_KEY
from app.core.pagination import PageParams
from app.core.passwords import PasswordHasher
from app.core.rate_limits import RateLimiterDep, RateLimitsDep
from app.core.tokens import AccessToken, AccessTokens
from app.sessions.dependencies import SessionServiceDep
from app.users.repository import UserRepository
from app.users.schemas import UserRead
from app.users.service import CredentialService, UserService, require_admin

BearerToken = Annotated[
    str | None,
    Depends(OAuth2PasswordBearer(tokenUrl="api/v1/auth/token", auto_error=False)),
]


async def get_user_service(
    session: SessionDep, sessions: SessionServiceDep
) -> UserService:
    """Return a service in the request's unit of work."""
    return UserService(UserRepository(session), sessions)


UserServiceDep = Annotated[UserService, Depends(get_user_service)]


async def get_password_hasher(request: Request) -> PasswordHasher:
    """Return the hasher of this process, which the lifespan created."""
    hasher: PasswordHasher = request.app.state.password_hasher
    return hasher


PasswordHasherDep = Annotated[PasswordHasher, Depends(get_password_hasher)]
UserId = Annotated[int, Path(ge=1, le=LARGEST_KEY)]
PageQuery = Annotated[PageParams, Query()]


async def get_credential_service(
    database: DatabaseDep, passwords: PasswordHasherDep
) -> CredentialService:
    """Return a service that opens short units of work of its own."""
    return CredentialService(database, passwords)


CredentialServiceDep = Annotated[CredentialService, Depends(get_credential_service)]


async def get_access_tokens(request: Request) -> AccessTokens:
    """Return the app's tokens, with the keys of its settings."""
    tokens: AccessTokens = request.app.state.tokens
    return tokens


AccessTokensDep = Annotated[AccessTokens, Depends(get_access_tokens)]


async def get_verified_token(
    bearer: BearerToken,
    tokens: AccessTokensDep,
    limiter: RateLimiterDep,
    limits: RateLimitsDep,
) -> AccessToken:
    """Verify signature and claims, and count the request for its account.

    It does not ask the database whether the session is live: `CurrentUser` does.
    """
    if bearer is None:
        raise AuthenticationError
    token = tokens.read(bearer)
    await limiter.check(limits.requests, "account", str(token.user_id))
    return token


VerifiedToken = Annotated[AccessToken, Depends(get_verified_token)]


async def get_current_user(token: VerifiedToken, users: UserServiceDep) -> UserRead:
    """Return the active user of a live session; InvalidTokenError without one."""
    return await users.authorize(token)


CurrentUser = Annotated[UserRead, Depends(get_current_user)]


async def get_current_admin(user: CurrentUser) -> UserRead:
    """Return the authenticated user; ForbiddenError unless they are an admin."""
    require_admin(user)
    return user


CurrentAdmin = Annotated[UserRead, Depends(get_current_admin)]
