# /// bad
# ruff = ["PLC0415"]
# harm = "tests/antipatterns/structure/test_import_in_function.py::test_missing_module_fails_at_the_first_payment"
# right = "examples/patterns/structure/orders.py"
# ///
"""Orders, whose import inside a function hides an import cycle with invoices."""


class Order:
    """Something bought, at a price in cents."""

    def __init__(self, price: int) -> None:
        self.price = price

    def pay(self) -> int:
        """Return the total of the invoice for what was paid."""
        from antipatterns.structure.imported_in_function import Invoice

        return Invoice(self).total
