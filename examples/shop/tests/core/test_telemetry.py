import json

import pytest
import structlog
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from app.core.http_client import create_client
from app.core.telemetry import add_trace_id, create_telemetry

TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
PARENT = f"00-{TRACE_ID}-b7ad6b7169203331-01"


@pytest.fixture
def spans() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def tracers(spans: InMemorySpanExporter) -> TracerProvider:
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(spans))
    return provider


def create_traced(tracers: TracerProvider, *, tracing: bool = True) -> FastAPI:
    telemetry = create_telemetry(enabled=tracing, tracers=tracers)
    app = FastAPI(telemetry=telemetry)

    @app.get("/teas/{tea}")
    async def read_tea(tea: str) -> dict[str, object]:
        event = add_trace_id(structlog.get_logger(), "info", {"event": tea})
        request = create_client(timeout=1).build_request("GET", "http://elsewhere/")
        for hook in create_client(timeout=1).event_hooks["request"]:
            await hook(request)
        return {**event, "propagated": request.headers.get("traceparent")}

    @app.get("/health")
    async def health() -> None:
        """Answer a probe."""

    return app


async def ask(app: FastAPI, path: str) -> dict[str, str]:
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.get(path, headers={"traceparent": PARENT})
    found: dict[str, str] = json.loads(answer.text) or {}
    return found


async def test_request_joins_the_callers_trace(
    tracers: TracerProvider, spans: InMemorySpanExporter
) -> None:
    await ask(create_traced(tracers), "/teas/green")

    *steps, request = spans.get_finished_spans()
    assert request.name == "GET /teas/{tea}"
    assert request.context is not None
    assert f"{request.context.trace_id:032x}" == TRACE_ID
    assert "fastapi.endpoint" in {step.name for step in steps}


async def test_trace_id_is_logged_and_propagated(tracers: TracerProvider) -> None:
    answer = await ask(create_traced(tracers), "/teas/green")

    assert answer["trace_id"] == TRACE_ID
    assert answer["propagated"].startswith(f"00-{TRACE_ID}-")


@pytest.mark.parametrize(
    ("path", "tracing"), [("/health", True), ("/teas/green", False)]
)
async def test_probe_and_disabled_tracing_record_no_span(
    tracers: TracerProvider, spans: InMemorySpanExporter, path: str, *, tracing: bool
) -> None:
    await ask(create_traced(tracers, tracing=tracing), path)

    assert spans.get_finished_spans() == ()
