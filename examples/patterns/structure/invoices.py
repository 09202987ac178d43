"""Invoices, which know an amount and nothing of what it was for."""


class Invoice:
    """A demand for an amount in cents."""

    def __init__(self, total: int) -> None:
        self.total = total
