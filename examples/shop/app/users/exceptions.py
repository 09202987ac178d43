"""The errors of accounts."""

from app.core.errors import (
    AuthenticationError,
    ConflictError,
    ForbiddenError,
    NotFoundError,
    UnprocessableError,
)


class UserNotFoundError(NotFoundError):
    """No account has this ID or email."""

    code = "user_not_found"
    title = "User not found"

    def __init__(self, user: int | str) -> None:
        super().__init__(f"There is no user {user}.")


class EmailTakenError(ConflictError):
    """Another account has this email."""

    code = "email_taken"
    title = "Email taken"

    def __init__(self) -> None:
        super().__init__("An account with this email exists already.")


class InvalidCredentialsError(AuthenticationError):
    """The login failed.

    The error is the same for an unknown email, a wrong password and a deactivated
    account, to prevent user enumeration (SEC-005).
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
    """The current password doesn't match."""

    code = "wrong_password"
    title = "Wrong password"

    def __init__(self) -> None:
        super().__init__("The current password is wrong.")


class OwnAccountError(ConflictError):
    """Admins can't demote or deactivate themselves, so at least one remains."""

    code = "own_account"
    title = "Own account"

    def __init__(self) -> None:
        super().__init__("Ask another admin to change your role or deactivate you.")
