"""An invoice that is complete or fails."""


def invoice(items: list[str], cents: list[int]) -> dict[str, int]:
    """Return the price of each item."""
    return dict(zip(items, cents, strict=True))
