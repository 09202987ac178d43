"""A business rule in a service, which every entry point calls."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, status
from fastapi.responses import JSONResponse


class EmailTakenError(Exception):
    """The email has an account already."""


class UserRepository:
    """The emails that have an account."""

    def __init__(self) -> None:
        self.emails: set[str] = set()

    async def add(self, email: str) -> None:
        """Store an account; EmailTakenError for a second one, as a constraint does."""
        if email in self.emails:
            raise EmailTakenError
        self.emails.add(email)


class UserService:
    """Applies the rules of accounts."""

    def __init__(self, users: UserRepository) -> None:
        self.users = users

    async def sign_up(self, email: str) -> str:
        """Create an account; EmailTakenError for a known email."""
        email = email.lower()
        await self.users.add(email)
        return email


async def on_email_taken(_: Request, __: Exception) -> JSONResponse:
    """Answer 409; the app registers it for EmailTakenError."""
    return JSONResponse({"code": "email_taken"}, status.HTTP_409_CONFLICT)


async def get_user_service(request: Request) -> UserService:
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
