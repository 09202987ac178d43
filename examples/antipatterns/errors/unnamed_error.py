# /// bad
# ruff = ["N818"]
# right = "examples/shop/app/users/exceptions.py"
# ///
"""An exception whose name is a sentence."""

from app.core.errors import ConflictError


class EmailAlreadyExists(ConflictError):
    """Another account has this address."""

    code = "email_taken"
    title = "Email taken"
