# /// bad
# harm = "tests/antipatterns/structure/test_foreign_repository.py::test_closed_account_buys"
# right = "examples/patterns/structure/foreign_service.py"
# ///
"""Orders, which read the rows of another domain."""

from patterns.structure.accounts import AccountRepository


class OrderService:
    """What the shop does with orders."""

    def __init__(self, accounts: AccountRepository) -> None:
        self.accounts = accounts

    async def place(self, account_id: int, article: str) -> str:
        """Return the confirmation of an order."""
        account = await self.accounts.get(account_id)
        return f"{article} for {account.email}"
