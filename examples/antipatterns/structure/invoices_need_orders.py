# /// bad
# harm = "tests/antipatterns/structure/test_orders_need_invoices.py::test_neither_module_can_be_imported"
# right = "examples/patterns/structure/invoices.py"
# ///
"""Invoices, in an import cycle with orders."""

from antipatterns.structure.orders_need_invoices import Order


class Invoice:
    """A demand for the price of an order."""

    def __init__(self, order: Order) -> None:
        self.total = order.price
