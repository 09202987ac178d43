"""Orders, which ask another domain for what it allows."""

from patterns.structure.accounts import AccountService


class OrderService:
    """What the shop does with orders."""

    def __init__(self, accounts: AccountService) -> None:
        self.accounts = accounts

    async def place(self, account_id: int, article: str) -> str:
        """Return the confirmation of an order; a closed account places none."""
        account = await self.accounts.customer(account_id)
        return f"{article} for {account.email}"
