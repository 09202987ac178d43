"""A cancellation whose flags are named by the caller."""


def cancel(order_id: int, *, notify: bool, refund: bool) -> list[str]:
    """Return what happens to the order."""
    steps = [f"cancel {order_id}"]
    if refund:
        steps.append("refund")
    if notify:
        steps.append("notify")
    return steps


def cancel_silently(order_id: int) -> list[str]:
    """Cancel and refund an order, without a message to the customer."""
    return cancel(order_id, notify=False, refund=True)
