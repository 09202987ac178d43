"""How a route gets the service, and who is asking: by annotation."""

from typing import Annotated

from fastapi import Depends, Path, Request
from fastapi.security import OAuth2PasswordBearer

from app.config import settings_of
from app.core.database import LARGEST_KEY, DatabaseDep, SessionDep
from app.core.errors import AuthenticationError
from app.core.passwords import PasswordHasher
from app.core.rate_limits import limiter_of
from app.core.tokens import AccessToken, tokens_of
from app.users.repository import UserRepository
from app.users.schemas import UserRead
from app.users.service import CredentialService, UserService, require_admin

BearerToken = Annotated[
    str | None,
    Depends(OAuth2PasswordBearer(tokenUrl="/api/v1/auth/token", auto_error=False)),
]


async def get_user_service(session: SessionDep) -> UserService:
    """Put the service together for this request, on its session."""
    return UserService(UserRepository(session))


UserServiceDep = Annotated[UserService, Depends(get_user_service)]


async def get_password_hasher(request: Request) -> PasswordHasher:
    """Return the hasher of this process, which the lifespan created."""
    hasher: PasswordHasher = request.app.state.password_hasher
    return hasher


PasswordHasherDep = Annotated[PasswordHasher, Depends(get_password_hasher)]
UserId = Annotated[int, Path(ge=1, le=LARGEST_KEY)]


async def get_credential_service(
    database: DatabaseDep, passwords: PasswordHasherDep
) -> CredentialService:
    """Give it the database, for it works in sessions of its own."""
    return CredentialService(database, passwords)


CredentialServiceDep = Annotated[CredentialService, Depends(get_credential_service)]


async def get_verified_token(request: Request, token: BearerToken) -> AccessToken:
    """Read the request's token, without asking the database; count its account."""
    if token is None:
        raise AuthenticationError
    subject = tokens_of(request).read(token)
    rate = settings_of(request).rate_limit
    await limiter_of(request).check(rate, "account", str(subject.user_id))
    return subject


VerifiedToken = Annotated[AccessToken, Depends(get_verified_token)]


async def get_current_user(
    request: Request, token: BearerToken, session: SessionDep
) -> UserRead:
    """Return the account as it is now, not as it was when the token was issued."""
    subject = await get_verified_token(request, token)
    users = await get_user_service(session)
    return await users.authorize(subject)


CurrentUser = Annotated[UserRead, Depends(get_current_user)]


async def get_current_admin(user: CurrentUser) -> UserRead:
    """Return the account that asks; ForbiddenError unless it is an admin."""
    require_admin(user)
    return user


CurrentAdmin = Annotated[UserRead, Depends(get_current_admin)]
