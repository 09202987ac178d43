# /// bad
# ruff = ["N818"]
# right = "examples/shop/app/users/exceptions.py"
# ///
"""An exception whose name lacks the suffix `Error`."""

from app.core.errors import ConflictError


class EmailAlreadyExists(ConflictError):
    """Another account has this email."""

    code = "email_taken"
    title = "Email taken"
