"""One format for every logger: ours, uvicorn's and those of the libraries."""

import logging
import sys

import structlog
from asgi_correlation_id import correlation_id
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor, WrappedLogger

from app.core.config import Settings

HANDLER = "shop"


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


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    add_request_id,
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
        return [structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=plain)]
    tracebacks = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return [
        structlog.processors.ExceptionRenderer(tracebacks),
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


def configure_logging(settings: Settings) -> None:
    """Send all loggers to standard output; a second call replaces the first."""
    root = logging.getLogger()
    for handler in [h for h in root.handlers if h.name == HANDLER]:
        root.removeHandler(handler)
    root.addHandler(create_handler(as_json=settings.in_production))
    root.setLevel(settings.log_level)
    for name in ("uvicorn", "uvicorn.access"):  # they bring handlers of their own
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    sql_level = logging.INFO if settings.debug else logging.WARNING
    logging.getLogger("sqlalchemy.engine").setLevel(sql_level)
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
