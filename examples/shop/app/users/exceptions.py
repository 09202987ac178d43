"""What can go wrong with accounts."""

from app.core.errors import ConflictError, NotFoundError


class UserNotFoundError(NotFoundError):
    """No account has this id."""

    code = "user_not_found"
    title = "User not found"

    def __init__(self, user_id: int) -> None:
        super().__init__(f"There is no user {user_id}.")


class EmailTakenError(ConflictError):
    """Another account has this address."""

    code = "email_taken"
    title = "Email taken"

    def __init__(self) -> None:
        super().__init__("An account with this email exists already.")
