# /// bad
# ast-grep = ["TEST-010"]
# harm = "tests/antipatterns/testing/test_mocked_repository.py::test_mock_hides_the_failing_query"
# right = "examples/patterns/testing/real_repository.py"
# ///
"""A test that mocks the query it should run."""

from unittest.mock import create_autospec

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.users.models import User


class UserRepository:
    """The queries on accounts."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def by_email(self, email: str) -> User | None:
        """Return the account with this email, or None."""
        query = select(User).where(User.email == email)
        return (await self.session.scalars(query)).one()


async def is_free(email: str, users: UserRepository) -> bool:
    """Return whether the email is unused."""
    return await users.by_email(email) is None


async def test_unknown_email_is_free() -> None:
    users = create_autospec(UserRepository, instance=True)
    users.by_email.return_value = None

    assert await is_free("ada@example.com", users)
