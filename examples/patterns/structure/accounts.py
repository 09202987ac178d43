"""The domain of accounts, as others see it."""

from dataclasses import dataclass


class AccountClosedError(Exception):
    """The account exists and may no longer be used."""


@dataclass
class Account:
    """A customer of the shop."""

    email: str
    closed: bool = False


class AccountRepository:
    """The accounts, by id."""

    def __init__(self, rows: dict[int, Account]) -> None:
        self.rows = rows

    async def get(self, account_id: int) -> Account:
        """Return the account, open or closed."""
        return self.rows[account_id]


class AccountService:
    """What may be done with accounts."""

    def __init__(self, accounts: AccountRepository) -> None:
        self.accounts = accounts

    async def customer(self, account_id: int) -> Account:
        """Return an account that may buy; AccountClosedError when it may not."""
        account = await self.accounts.get(account_id)
        if account.closed:
            raise AccountClosedError
        return account
