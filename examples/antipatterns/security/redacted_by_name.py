# /// bad
# harm = "tests/antipatterns/security/test_redacted_by_name.py::test_secrets_stand_elsewhere_too"
# right = "examples/shop/app/core/logging.py"
# ///
"""A processor that knows where secrets are logged."""

from structlog.typing import EventDict, WrappedLogger

PRIVATE = {"password", "token", "secret", "authorization", "cookie"}


def redact(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Keep passwords and tokens out of the line."""
    return {
        name: "[redacted]" if name.lower() in PRIVATE else value
        for name, value in event.items()
    }
