# /// bad
# ruff = ["B905"]
# harm = "tests/antipatterns/tooling/test_unequal_lists.py::test_item_without_price_is_dropped"
# right = "examples/patterns/tooling/equal_lists.py"
# ///
"""An invoice that the default rules of ruff accept."""


def invoice(items: list[str], cents: list[int]) -> dict[str, int]:
    """Return the price of each item."""
    return dict(zip(items, cents))
