"""What the processors of a collector leave of the spans that the shop records."""

from collections.abc import Mapping
from typing import Any

from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from app.core.telemetry import create_telemetry

type Attributes = dict[str, object]


async def spans_of(*paths: str) -> list[ReadableSpan]:
    """Return the spans of requests, recorded with the telemetry of the shop."""
    exporter = InMemorySpanExporter()
    tracers = TracerProvider(shutdown_on_exit=False)
    tracers.add_span_processor(SimpleSpanProcessor(exporter))
    app = FastAPI(telemetry=create_telemetry(enabled=True, tracers=tracers))

    @app.get("/reset")
    async def reset(token: str) -> int:
        return len(token)

    async with (
        LifespanManager(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://test") as client,
    ):
        for path in paths:
            await client.get(path)
    return list(exporter.get_finished_spans())


def exported(config: Mapping[str, Any], span: ReadableSpan) -> Attributes:
    """Return the attributes of a span after the `attributes` processors."""
    attributes: Attributes = dict(span.attributes or {})
    for name in config["service"]["pipelines"]["traces"]["processors"]:
        if name.partition("/")[0] == "attributes":
            for action in config["processors"][name]["actions"]:
                assert action["action"] == "delete"
                attributes.pop(action["key"], None)
    return attributes
