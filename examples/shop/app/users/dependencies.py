"""How a route gets the service, and who is asking: by annotation."""

from typing import Annotated

from fastapi import Depends, Path
from fastapi.security import OAuth2PasswordBearer

from app.core.config import SettingsDep
from app.core.database import LARGEST_KEY, DatabaseDep, SessionDep
from app.core.errors import AuthenticationError, ForbiddenError
from app.core.passwords import PasswordHasherDep
from app.core.rate_limits import RateLimiterDep
from app.core.tokens import AccessTokensDep, Subject
from app.users.models import Role
from app.users.repository import UserRepository
from app.users.schemas import UserRead
from app.users.service import CredentialService, UserService

BearerToken = Annotated[
    str | None,
    Depends(OAuth2PasswordBearer(tokenUrl="/api/v1/auth/token", auto_error=False)),
]


def get_user_repository(session: SessionDep) -> UserRepository:
    """Bind the repository to the request's session."""
    return UserRepository(session)


UserRepositoryDep = Annotated[UserRepository, Depends(get_user_repository)]


def get_user_service(
    users: UserRepositoryDep, passwords: PasswordHasherDep
) -> UserService:
    """Put the service together for this request."""
    return UserService(users, passwords)


UserServiceDep = Annotated[UserService, Depends(get_user_service)]
UserId = Annotated[int, Path(ge=1, le=LARGEST_KEY)]


async def get_credential_service(
    database: DatabaseDep, passwords: PasswordHasherDep
) -> CredentialService:
    """Give it the database, for it works in sessions of its own."""
    return CredentialService(database, passwords)


CredentialServiceDep = Annotated[CredentialService, Depends(get_credential_service)]


async def get_token_subject(
    token: BearerToken,
    tokens: AccessTokensDep,
    limiter: RateLimiterDep,
    settings: SettingsDep,
) -> Subject:
    """Read the request's token, without asking the database; count its account."""
    if token is None:
        raise AuthenticationError
    subject = tokens.read(token)
    await limiter.check(settings.rate_limit, "account", str(subject.user_id))
    return subject


TokenSubject = Annotated[Subject, Depends(get_token_subject)]


async def get_current_user(subject: TokenSubject, users: UserServiceDep) -> UserRead:
    """Return the account as it is now, not as it was when the token was issued."""
    return await users.authorize(subject)


CurrentUser = Annotated[UserRead, Depends(get_current_user)]


async def get_current_admin(user: CurrentUser) -> UserRead:
    """Refuse everybody else."""
    if user.role is not Role.ADMIN:
        raise ForbiddenError("Only admins may do this.")
    return user


CurrentAdmin = Annotated[UserRead, Depends(get_current_admin)]
