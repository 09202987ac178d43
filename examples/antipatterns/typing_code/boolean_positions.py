# /// bad
# ruff = ["FBT001", "FBT003"]
# harm = "tests/antipatterns/typing_code/test_boolean_positions.py::test_swapped_flags_skip_the_refund"
# right = "examples/patterns/typing_code/keyword_only.py"
# ///
"""A cancellation whose flags are told apart by their position."""


def cancel(order_id: int, notify: bool, refund: bool) -> list[str]:
    """Return what happens to the order."""
    steps = [f"cancel {order_id}"]
    if refund:
        steps.append("refund")
    if notify:
        steps.append("notify")
    return steps


def cancel_silently(order_id: int) -> list[str]:
    """Cancel and refund an order, without a message to the customer."""
    return cancel(order_id, True, False)
