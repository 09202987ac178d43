# /// bad
# ast-grep = ["DB-003"]
# harm = "tests/antipatterns/database/test_committing_repository.py::test_failed_transfer_is_half_stored"
# right = "examples/patterns/database/flushing_repository.py"
# ///
"""A repository that commits, and the service that calls it twice."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Account(Base):
    """A customer's credit, in cents."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    cents: Mapped[int]


class NoSuchAccountError(Exception):
    """There is no account with this number."""


class AccountRepository:
    """Accounts in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add_credit(self, number: int, cents: int) -> None:
        """Change the credit of an account."""
        account = await self.session.get(
            Account, number, with_for_update=True, populate_existing=True
        )
        if account is None:
            raise NoSuchAccountError
        account.cents += cents
        await self.session.commit()


async def transfer(
    accounts: AccountRepository, source: int, target: int, cents: int
) -> None:
    """Move credit from one account to another."""
    for number, change in sorted([(source, -cents), (target, cents)]):
        await accounts.add_credit(number, change)
