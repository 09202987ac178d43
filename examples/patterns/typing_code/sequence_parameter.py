"""A function that only reads the amounts."""

from collections.abc import Iterable


def total_with_shipping(amounts: Iterable[float]) -> float:
    """Return the sum of the amounts and of the shipping."""
    return sum(amounts) + 4.9


def invoice(cents: list[int]) -> tuple[float, list[int]]:
    """Return the total, and the amounts that it consists of."""
    return total_with_shipping(cents), cents
