"""Structured logging: one format for the app, uvicorn and every library (SEC-010)."""

import logging
import sys

import structlog
from asgi_correlation_id import correlation_id
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor, WrappedLogger

from app import APP_NAME
from app.core.redaction import redact_event
from app.core.telemetry import add_trace_id

HANDLER = APP_NAME
MAX_FRAMES = 50  # of one traceback
SQL_LOGGERS = ("sqlalchemy.engine", "sqlalchemy.pool")


def add_request_id(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Add the request ID, inside a request."""
    if request_id := correlation_id.get():
        event["request_id"] = request_id
    return event


def drop_copies(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Drop copies of the message: uvicorn's coloured one, other handlers' text."""
    for name in ("color_message", "message"):
        event.pop(name, None)
    return event


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


def create_renderers(*, as_json: bool) -> list[Processor]:
    """Return the last processors; none prints local variables, which hold secrets."""
    if not as_json:
        plain = structlog.dev.plain_traceback
        colors = sys.stdout.isatty()
        return [
            structlog.processors.ExceptionRenderer(),
            redact_event,
            structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=plain),
        ]
    tracebacks = structlog.tracebacks.ExceptionDictTransformer(
        show_locals=False, max_frames=MAX_FRAMES
    )
    return [
        structlog.processors.ExceptionRenderer(tracebacks),
        redact_event,
        structlog.processors.JSONRenderer(),
    ]


def create_handler(*, as_json: bool) -> logging.Handler:
    """Return a handler that formats structlog events and standard records alike."""
    handler = logging.StreamHandler(sys.stdout)
    handler.name = HANDLER
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=FOREIGN,
            processors=[
                ProcessorFormatter.remove_processors_meta,
                *create_renderers(as_json=as_json),
            ],
        )
    )
    return handler


def propagate_to_root(logger: logging.Logger) -> None:
    """Move a logger's output to the root; `--no-access-log` leaves it no handler."""
    if logger.handlers:
        logger.handlers.clear()
        logger.propagate = True


def configure_logging(level: str, *, as_json: bool, log_sql: bool) -> None:
    """Send every logger to standard output; a second call replaces the first."""
    root = logging.getLogger()
    for handler in [h for h in root.handlers if h.name == HANDLER]:
        root.removeHandler(handler)
    root.addHandler(create_handler(as_json=as_json))
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.access"):
        propagate_to_root(logging.getLogger(name))
    sql_level = logging.INFO if log_sql else logging.WARNING
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
