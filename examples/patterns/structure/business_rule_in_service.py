"""A business rule in a service, which every entry point calls."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, status


class EmailTakenError(Exception):
    """The email has an account already."""


class UserRepository:
    """The emails that have an account."""

    def __init__(self) -> None:
        self.emails: list[str] = []

    async def add(self, email: str) -> None:
        """Store an account."""
        self.emails.append(email)


class UserService:
    """Applies the rules of accounts."""

    def __init__(self, users: UserRepository) -> None:
        self.users = users

    async def sign_up(self, email: str) -> str:
        """Create an account; EmailTakenError for a known email."""
        email = email.lower()
        if email in self.users.emails:
            raise EmailTakenError
        await self.users.add(email)
        return email


def get_user_service(request: Request) -> UserService:
    """Return the service over the accounts of this app."""
    return UserService(request.app.state.users)


UserServiceDep = Annotated[UserService, Depends(get_user_service)]

router = APIRouter(prefix="/users", tags=["users"])


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_user(email: str, service: UserServiceDep) -> str:
    """Create an account."""
    return await service.sign_up(email)


async def import_users(emails: list[str], service: UserService) -> list[str]:
    """Create accounts for a list; return the emails that had one."""
    known: list[str] = []
    for email in emails:
        try:
            await service.sign_up(email)
        except EmailTakenError:
            known.append(email)
    return known
