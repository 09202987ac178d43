"""How a route gets the service: session, repository, service, by annotation."""

from typing import Annotated

from fastapi import Depends, Path

from app.core.database import LARGEST_KEY, SessionDep
from app.core.passwords import PasswordHasherDep
from app.users.repository import UserRepository
from app.users.service import UserService


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
