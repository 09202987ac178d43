"""A label for each status; a new one fails the type check."""

from enum import StrEnum
from typing import assert_never


class Status(StrEnum):
    """Where an order is."""

    OPEN = "open"
    PAID = "paid"
    REFUNDED = "refunded"


def label(status: Status) -> str:
    """Return what the customer reads."""
    match status:
        case Status.OPEN:
            return "Please pay"
        case Status.PAID:
            return "Thank you for your payment"
        case Status.REFUNDED:
            return "Your money is on its way"
        case _:
            assert_never(status)
