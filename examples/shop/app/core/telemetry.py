"""OpenTelemetry by FastAPI's own hooks: traces, and their ids in the log."""

from collections.abc import MutableMapping
from typing import Any

from fastapi.telemetry import TelemetryConfig
from opentelemetry import trace
from opentelemetry.trace import TracerProvider
from structlog.typing import EventDict, WrappedLogger

from app.config import Settings

PROBES = {"/health", "/ready", "/metrics"}


def is_probe(scope: MutableMapping[str, Any]) -> bool:
    """Tell whether the platform asks, every few seconds and forever."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")) in PROBES


def create_telemetry(
    settings: Settings, tracers: TracerProvider | None = None
) -> TelemetryConfig:
    """Return what FastAPI records: a span for each request and its steps.

    Prometheus has the metrics and the log has the exceptions, whose messages must
    not leave the house. Without a provider of its own an app uses the global one,
    and no span costs anything while there is none.
    """
    return {
        "tracing": settings.tracing,
        "tracer_provider": tracers,
        "metrics": False,
        "logs": False,
        "exclude": is_probe,
    }


def add_trace_id(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Put the trace's id on the line, where there is a trace."""
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        event["trace_id"] = trace.format_trace_id(context.trace_id)
    return event
