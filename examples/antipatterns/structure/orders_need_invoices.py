# /// bad
# harm = "tests/antipatterns/structure/test_orders_need_invoices.py::test_neither_module_can_be_imported"
# right = "examples/patterns/structure/orders.py"
# ///
"""Orders, in an import cycle with invoices."""

from antipatterns.structure.invoices_need_orders import Invoice


class Order:
    """Something bought, at a price in cents."""

    def __init__(self, price: int) -> None:
        self.price = price

    def pay(self) -> Invoice:
        """Return the invoice for what was paid."""
        return Invoice(self)
