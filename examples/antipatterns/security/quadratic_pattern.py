# /// bad
# harm = "tests/antipatterns/security/test_quadratic_pattern.py::test_time_grows_with_the_square_of_the_length"
# right = "examples/shop/app/core/redaction.py"
# ///
"""A redaction pattern that begins with an unbounded repetition."""

import re

from structlog.typing import EventDict, WrappedLogger

SECRET = re.compile(r"([\w-]*(?:password|token)[=:])\S+", re.IGNORECASE)


def redact(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace the values of named secrets in the message."""
    return {**event, "event": SECRET.sub(r"\1[redacted]", event["event"])}
