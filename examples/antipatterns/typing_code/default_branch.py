# /// bad
# harm = "tests/antipatterns/typing_code/test_default_branch.py::test_new_status_is_shown_as_open"
# right = "examples/patterns/typing_code/exhaustive_match.py"
# ///
"""A label for each status, with a branch for all the others."""

from enum import StrEnum


class Status(StrEnum):
    """Where an order is; `REFUNDED` was added last."""

    OPEN = "open"
    PAID = "paid"
    REFUNDED = "refunded"


def label(status: Status) -> str:
    """Return what the customer reads."""
    match status:
        case Status.PAID:
            return "Thank you for your payment"
        case _:
            return "Please pay"
