"""What an incident leaves behind in the log, the metrics and the traces of the shop."""

import json
from collections.abc import AsyncGenerator, Collection, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

import pytest
from accounts import access_token_of
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from app.config import Settings
from app.core.telemetry import create_telemetry
from app.main import create_app
from app.users.models import Role

TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
CALLER = {"traceparent": f"00-{TRACE_ID}-b7ad6b7169203331-01"}
"""What a proxy sends that starts the trace: the log and the spans have its ID."""
ATTRIBUTES = ("http.response.status_code", "error.type", "code.function.name")
DURATIONS = [(0.1, "under 0.1 s"), (1.0, "0.1 to 1 s"), (10.0, "1 to 10 s")]
NANOSECONDS = 1_000_000_000
COUNTERS = "http_request_seconds_count"
METRICS = {
    "http_request_seconds",
    "http_request_seconds_created",
    "http_requests_active",
}
"""All that the shop counts: none of it is about messages, or about Valkey."""


def responses(method: str, route: str, status: int) -> str:
    """Return the counter of these responses, as `/metrics` names it."""
    return f'{COUNTERS}{{method="{method}",route="{route}",status="{status}"}}'


def report(
    log: Iterable[str],
    metrics: Iterable[tuple[str, dict[str, float], dict[str, float]]],
    trace: str,
) -> str:
    """Return what the page shows; a metric has its values before and after."""
    changes = [
        f"{name} {before.get(name, 0):g} -> {after.get(name, 0):g}"
        for name, before, after in metrics
    ]
    parts = {"log": log, "metric": changes, "trace": trace.splitlines()}
    return "\n".join(
        f"{name:<8}{line}" for name, lines in parts.items() for line in lines
    )


@dataclass(frozen=True)
class Watched:
    """A shop, an administrator who uses it, and the spans that it exports."""

    app: FastAPI
    client: AsyncClient
    exporter: InMemorySpanExporter

    async def scrape(self) -> dict[str, float]:
        """Return the counters of requests that `/metrics` has, by name and labels."""
        text = (await self.client.get("/metrics")).text
        lines = [line for line in text.splitlines() if line.startswith(COUNTERS)]
        pairs = [line.rsplit(" ", 1) for line in lines]
        return {series: float(value) for series, value in pairs}

    async def metrics(self) -> set[str]:
        """Return the names of all metrics but those of the process."""
        text = (await self.client.get("/metrics")).text
        types = [line for line in text.splitlines() if line.startswith("# TYPE")]
        names = {line.split()[2] for line in types}
        return {name for name in names if not name.startswith(("process_", "python_"))}

    def trace(self) -> str:
        """Return the spans as text; each has its steps below it."""
        return render(self.exporter.get_finished_spans())


@asynccontextmanager
async def watched_shop(settings: Settings) -> AsyncGenerator[Watched]:
    """Serve a migrated shop with tracing; its client is an administrator."""
    exporter = InMemorySpanExporter()
    tracers = TracerProvider(shutdown_on_exit=False)
    tracers.add_span_processor(SimpleSpanProcessor(exporter))
    traced = partial(create_telemetry, tracers=tracers)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.main.create_telemetry", traced)
        app = create_app(settings.model_copy(update={"tracing": True}))
    async with AsyncExitStack() as opened:
        await opened.enter_async_context(LifespanManager(app))
        database = app.state.database
        verified = await access_token_of(database, "ada@example.com", Role.ADMIN)
        token = app.state.tokens.issue(verified)
        client = AsyncClient(
            transport=ASGITransport(app),
            base_url="http://test",
            headers={"Authorization": f"Bearer {token}", **CALLER},
        )
        await opened.enter_async_context(client)
        await client.get("/api/v1/users/me")  # the first request builds the routes
        exporter.clear()
        yield Watched(app, client, exporter)


def logged(
    caplog: pytest.LogCaptureFixture, events: Collection[str], fields: Collection[str]
) -> list[str]:
    """Return the entries of these events as JSON, with these fields only."""
    entries = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    return [
        json.dumps({name: entry[name] for name in fields if name in entry})
        for entry in entries
        if entry["event"] in events
    ]


def render(spans: Collection[ReadableSpan]) -> str:
    """Return one line for each span: name, status, duration and attributes."""
    ids = {span.context.span_id: span for span in spans if span.context}

    def depth(span: ReadableSpan) -> int:
        parent = ids.get(span.parent.span_id) if span.parent else None
        return depth(parent) + 1 if parent else 0

    by_start = sorted(spans, key=lambda span: span.start_time or 0)
    return "\n".join("  " * depth(span) + describe(span) for span in by_start)


def describe(span: ReadableSpan) -> str:
    """Return name, status, duration class, and the attributes that matter."""
    seconds = ((span.end_time or 0) - (span.start_time or 0)) / NANOSECONDS
    duration = next((text for limit, text in DURATIONS if seconds < limit), "over 10 s")
    found = span.attributes or {}
    attributes = [f"{name}={found[name]!s}" for name in ATTRIBUTES if name in found]
    parts = [span.name, span.status.status_code.name, duration, *attributes]
    return " | ".join(parts)
