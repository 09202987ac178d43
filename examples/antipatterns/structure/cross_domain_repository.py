# /// bad
# harm = "tests/antipatterns/structure/test_cross_domain_repository.py::test_closed_account_places_order"
# right = "examples/patterns/structure/cross_domain_service.py"
# ///
"""A service that reads the rows of another domain."""

from patterns.structure.accounts import AccountRepository


class OrderService:
    """Places orders."""

    def __init__(self, accounts: AccountRepository) -> None:
        self.accounts = accounts

    async def place(self, account_id: int, article: str) -> str:
        """Return the confirmation of an order."""
        account = await self.accounts.get(account_id)
        return f"{article} for {account.email}"
