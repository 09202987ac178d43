"""One format for every logger: ours, uvicorn's and those of the libraries."""

import logging
import re
import sys
from typing import cast

import structlog
from asgi_correlation_id import correlation_id
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor, WrappedLogger

from app.config import Settings
from app.core.telemetry import add_trace_id

HANDLER = "shop"
SQL_LOGGERS = ("sqlalchemy.engine", "app.core.availability.DatabasePool")
"""SQLAlchemy says what it does at INFO; our pool is its own by another name."""
REDACTED = "[redacted]"
PRIVATE = r"[\w-]*(?:password|passwd|secret|token|authorization|cookie|api[_-]?key)"
IS_PRIVATE = re.compile(PRIVATE, re.IGNORECASE)
PRIVATE_TEXT = re.compile(
    rf"""
    (?P<before>
        {PRIVATE}["']?\s*[=:]\s*["']?(?:(?:bearer|basic)\s+)?  # in whatever form
        | \b(?:bearer|basic)\s+
        | ://[^/\s:@]*:(?=[^/\s@]+@)      # a URL's password
    )
    [^\s&,;"'@]+
    | \beyJ[\w-]+\.[\w-]+\.[\w-]*        # a JWT, wherever it stands
    """,
    re.IGNORECASE | re.VERBOSE,
)


def add_request_id(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Put the request's id on the line, where there is a request."""
    if request_id := correlation_id.get():
        event["request_id"] = request_id
    return event


def drop_copies(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Leave out the message's copies: uvicorn's in colour, other handlers' text."""
    for name in ("color_message", "message"):
        event.pop(name, None)
    return event


def redact_text(text: str) -> str:
    """Cut out what follows a secret's name, and what looks like a token."""
    return PRIVATE_TEXT.sub(lambda found: (found["before"] or "") + REDACTED, text)


def redact_value(name: str, value: object) -> object:
    """Return the value without secrets, at any depth."""
    if IS_PRIVATE.search(name):
        return REDACTED
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, dict):
        items = cast("dict[str, object]", value).items()
        return {key: redact_value(str(key), item) for key, item in items}
    if isinstance(value, list | tuple):
        return [redact_value("", item) for item in cast("list[object]", value)]
    return value


def redact(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Keep passwords and tokens out of the line, whoever logs them."""
    return {name: redact_value(name, value) for name, value in event.items()}


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    add_request_id,
    add_trace_id,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]
FOREIGN: list[Processor] = [*SHARED, structlog.stdlib.ExtraAdder(), drop_copies]


def renderers(*, as_json: bool) -> list[Processor]:
    """Return the last processors; none prints local variables, which hold secrets."""
    if not as_json:
        plain = structlog.dev.plain_traceback
        colors = sys.stdout.isatty()
        return [
            structlog.processors.ExceptionRenderer(),
            redact,
            structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=plain),
        ]
    tracebacks = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return [
        structlog.processors.ExceptionRenderer(tracebacks),
        redact,
        structlog.processors.JSONRenderer(),
    ]


def create_handler(*, as_json: bool) -> logging.Handler:
    """Return a handler that formats structlog's events and plain records alike."""
    handler = logging.StreamHandler(sys.stdout)
    handler.name = HANDLER
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=FOREIGN,
            processors=[
                ProcessorFormatter.remove_processors_meta,
                *renderers(as_json=as_json),
            ],
        )
    )
    return handler


def take_over(logger: logging.Logger) -> None:
    """Send on what it would handle itself; `--no-access-log` has left it no handler."""
    if logger.handlers:
        logger.handlers.clear()
        logger.propagate = True


def configure_logging(settings: Settings) -> None:
    """Send all loggers to standard output; a second call replaces the first."""
    root = logging.getLogger()
    for handler in [h for h in root.handlers if h.name == HANDLER]:
        root.removeHandler(handler)
    root.addHandler(create_handler(as_json=settings.in_production))
    root.setLevel(settings.log_level)
    for name in ("uvicorn", "uvicorn.access"):
        take_over(logging.getLogger(name))
    sql_level = logging.INFO if settings.debug else logging.WARNING
    for name in SQL_LOGGERS:
        logging.getLogger(name).setLevel(sql_level)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
