"""Orders, which create an invoice when they are paid."""

from patterns.structure.invoices import Invoice


class Order:
    """Something bought, at a price in cents."""

    def __init__(self, price: int) -> None:
        self.price = price

    def pay(self) -> Invoice:
        """Return the invoice for what was paid."""
        return Invoice(self.price)
