"""Invoices, which depend on no other module."""


class Invoice:
    """A demand for an amount in cents."""

    def __init__(self, total: int) -> None:
        self.total = total
