# /// bad
# ast-grep = ["STR-003"]
# harm = "tests/antipatterns/structure/test_business_rule_in_handler.py::test_import_stores_duplicate_email"
# right = "examples/patterns/structure/business_rule_in_service.py"
# ///
"""A business rule in a handler, which the import job bypasses."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, status


class UserRepository:
    """The emails that have an account."""

    def __init__(self) -> None:
        self.emails: list[str] = []

    async def add(self, email: str) -> None:
        """Store an account."""
        self.emails.append(email)


def get_users(request: Request) -> UserRepository:
    """Return the accounts of this app."""
    users: UserRepository = request.app.state.users
    return users


UserRepositoryDep = Annotated[UserRepository, Depends(get_users)]

router = APIRouter(prefix="/users", tags=["users"])


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_user(email: str, users: UserRepositoryDep) -> str:
    """Create an account."""
    email = email.lower()
    if email in users.emails:
        raise HTTPException(status.HTTP_409_CONFLICT)
    await users.add(email)
    return email


async def import_users(emails: list[str], users: UserRepository) -> None:
    """Create accounts for a list of emails."""
    for email in emails:
        await users.add(email)
