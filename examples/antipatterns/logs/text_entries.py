# /// bad
# ast-grep = ["LOG-002"]
# harm = "tests/antipatterns/logs/test_text_entries.py::test_line_break_in_email_forges_an_entry"
# right = "examples/shop/app/core/logging.py"
# ///
"""Log entries as plain text, with values that the client chooses."""

import logging
import sys

logger = logging.getLogger("shop.login")


def create_handler() -> logging.Handler:
    """Return a handler that writes text to standard output."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    return handler


def refuse_login(email: str) -> None:
    """Log a login with a wrong password."""
    logger.warning("login of %s refused", email)
