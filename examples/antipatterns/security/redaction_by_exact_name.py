# /// bad
# harm = "tests/antipatterns/security/test_redaction_by_exact_name.py::test_secret_under_another_name_is_logged"
# right = "examples/shop/app/core/redaction.py"
# ///
"""A processor that redacts by the exact name of a top-level value."""

from structlog.typing import EventDict, WrappedLogger

PRIVATE = {"password", "token", "secret", "authorization", "cookie"}


def redact(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace passwords and tokens."""
    return {
        name: "[redacted]" if name.lower() in PRIVATE else value
        for name, value in event.items()
    }
