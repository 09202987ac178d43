"""The accounts domain; other domains call its service."""

from dataclasses import dataclass


class AccountClosedError(Exception):
    """The account exists and is closed."""


@dataclass
class Account:
    """A customer of the shop."""

    email: str
    closed: bool = False


class AccountRepository:
    """Reads accounts by ID."""

    def __init__(self, rows: dict[int, Account]) -> None:
        self.rows = rows

    async def get(self, account_id: int) -> Account:
        """Return the account, open or closed."""
        return self.rows[account_id]


class AccountService:
    """Applies the rules of accounts."""

    def __init__(self, accounts: AccountRepository) -> None:
        self.accounts = accounts

    async def get_open(self, account_id: int) -> Account:
        """Return an open account; AccountClosedError for a closed one."""
        account = await self.accounts.get(account_id)
        if account.closed:
            raise AccountClosedError
        return account
