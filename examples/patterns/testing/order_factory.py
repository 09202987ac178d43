"""A factory that makes a new order for each test."""


def order_with(**changes: object) -> dict[str, object]:
    """Return a valid order with these changes."""
    return {"item": "lamp", "quantity": 1} | changes
