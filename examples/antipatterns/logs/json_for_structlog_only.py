# /// bad
# ast-grep = ["LOG-001"]
# harm = "tests/antipatterns/logs/test_json_for_structlog_only.py::test_entries_of_other_loggers_are_not_json"
# right = "examples/shop/app/core/logging.py"
# ///
"""Logging in which only the calls of structlog are JSON."""

import logging
import sys

import structlog


def configure_logging() -> None:
    """Write every entry to standard output."""
    root = logging.getLogger()
    root.addHandler(logging.StreamHandler(sys.stdout))
    root.setLevel(logging.INFO)
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
