# /// bad
# harm = "tests/antipatterns/structure/test_import_in_function.py::test_invoices_load_the_orders_that_hide_them"
# right = "examples/patterns/structure/invoices.py"
# ///
"""Invoices, in an import cycle that orders hide."""

from antipatterns.structure.import_in_function import Order


class Invoice:
    """A demand for the price of an order."""

    def __init__(self, order: Order) -> None:
        self.total = order.price
