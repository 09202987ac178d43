"""OpenTelemetry traces by FastAPI's own hooks, and trace IDs for the log (ERR-013)."""

from collections.abc import MutableMapping
from typing import Any

from fastapi.telemetry import TelemetryConfig
from opentelemetry import trace
from opentelemetry.trace import TracerProvider
from structlog.typing import EventDict, WrappedLogger

PROBES = {"/health", "/ready", "/metrics"}


def is_probe(scope: MutableMapping[str, Any]) -> bool:
    """Return whether this is a probe or a scrape, which come every few seconds."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")) in PROBES


def create_telemetry(
    *, enabled: bool, tracers: TracerProvider | None = None
) -> TelemetryConfig:
    """Return FastAPI's configuration: a span for each request and its steps.

    Without `tracers` the app uses the global provider, which records nothing until
    one is installed. Metrics go to Prometheus and exceptions to the log.
    """
    return {
        "tracing": enabled,
        "tracer_provider": tracers,
        "metrics": False,
        "logs": False,
        "exclude": is_probe,
    }


def add_trace_id(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Add the trace ID, inside a trace."""
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        event["trace_id"] = trace.format_trace_id(context.trace_id)
    return event
