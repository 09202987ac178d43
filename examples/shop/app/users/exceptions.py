"""What can go wrong with accounts."""

from app.core.errors import (
    AuthenticationError,
    ConflictError,
    ForbiddenError,
    NotFoundError,
    UnprocessableError,
)


class UserNotFoundError(NotFoundError):
    """No account has this id."""

    code = "user_not_found"
    title = "User not found"

    def __init__(self, user: int | str) -> None:
        super().__init__(f"There is no user {user}.")


class EmailTakenError(ConflictError):
    """Another account has this address."""

    code = "email_taken"
    title = "Email taken"

    def __init__(self) -> None:
        super().__init__("An account with this email exists already.")


class InvalidCredentialsError(AuthenticationError):
    """Login failed: which part was wrong, or whether there is an account, is not told.

    Neither is it that an account was deactivated.
    """

    code = "invalid_credentials"
    title = "Invalid credentials"

    def __init__(self) -> None:
        super().__init__("The email or the password is wrong.")


class WeakPasswordError(UnprocessableError):
    """The new password is common or easy to guess."""

    code = "weak_password"
    title = "Weak password"

    def __init__(self) -> None:
        super().__init__(
            "This password is common or easy to guess. Use four unrelated words."
        )


class WrongPasswordError(ForbiddenError):
    """The current password is asked for, and this isn't it."""

    code = "wrong_password"
    title = "Wrong password"

    def __init__(self) -> None:
        super().__init__("The current password is another one.")


class OwnAccountError(ConflictError):
    """Admins don't take away their own rights, so that one always remains."""

    code = "own_account"
    title = "Own account"

    def __init__(self) -> None:
        super().__init__("Let another admin change your role or deactivate you.")
