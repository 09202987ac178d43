"""A service that calls the service of another domain."""

from patterns.structure.accounts import AccountService


class OrderService:
    """Places orders."""

    def __init__(self, accounts: AccountService) -> None:
        self.accounts = accounts

    async def place(self, account_id: int, article: str) -> str:
        """Return the confirmation; AccountClosedError for a closed account."""
        account = await self.accounts.get_open(account_id)
        return f"{article} for {account.email}"
