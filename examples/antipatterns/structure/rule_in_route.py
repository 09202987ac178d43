# /// bad
# harm = "tests/antipatterns/structure/test_rule_in_route.py::test_import_stores_the_address_twice"
# right = "examples/patterns/structure/rule_in_service.py"
# ///
"""One mailbox, one account: a rule that only the route knows."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, status


class UserRepository:
    """The addresses that have an account."""

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
    """Open an account."""
    email = email.lower()
    if email in users.emails:
        raise HTTPException(status.HTTP_409_CONFLICT)
    await users.add(email)
    return email


async def import_users(emails: list[str], users: UserRepository) -> None:
    """Open accounts for a list from another shop."""
    for email in emails:
        await users.add(email)
