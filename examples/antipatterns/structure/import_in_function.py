# /// bad
# ruff = ["PLC0415"]
# right = "examples/patterns/structure/orders.py"
# ///
"""An import inside a function, which hides an import cycle."""


class Order:
    """Something bought, at a price in cents."""

    def __init__(self, price: int) -> None:
        self.price = price

    def pay(self) -> int:
        """Return the total of the invoice for what was paid."""
        from patterns.structure.invoices import Invoice

        return Invoice(self.price).total
