"""The opening hours of a shop."""

OPEN = range(9, 18)


def is_open(hour: int) -> bool:
    """Return whether the shop is open at this hour."""
    return hour in OPEN
