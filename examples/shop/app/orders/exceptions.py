"""What can go wrong with orders."""

from app.core.errors import NotFoundError, UnprocessableError


class OrderNotFoundError(NotFoundError):
    """The account has no such order; that another one has it is not told."""

    code = "order_not_found"
    title = "Order not found"

    def __init__(self, order_id: int) -> None:
        super().__init__(f"You have no order {order_id}.")


class IdempotencyKeyReusedError(UnprocessableError):
    """The key was used before, for another request."""

    code = "idempotency_key_reused"
    title = "Idempotency key reused"

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key belongs to another request.")
