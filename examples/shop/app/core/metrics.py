"""Prometheus metrics: durations by method, route template and status (REL-012)."""

from collections.abc import Awaitable
from time import perf_counter
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.process_collector import ProcessCollector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}
OTHER = "other"


class Metrics:
    """The registry of one app; apps in one process do not share it."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.seconds = Histogram(
            "http_request_seconds",
            "From the first byte of the request to the last of the response.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self.active = 0
        gauge = Gauge(
            "http_requests_active", "Requests in flight.", registry=self.registry
        )
        gauge.set_function(lambda: self.active)


class MetricsMiddleware:
    """Measures each request; no label holds text that a client chooses."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve an HTTP request and record it, also when it fails."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        status = 500

        def watch(message: Message) -> Awaitable[None]:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            return send(message)

        begin = perf_counter()
        self.metrics.active += 1
        try:
            await self.app(scope, receive, watch)
        finally:
            self.metrics.active -= 1
            method = scope["method"] if scope["method"] in METHODS else OTHER
            labels = (method, route_template(scope), str(status))
            self.metrics.seconds.labels(*labels).observe(perf_counter() - begin)


def route_template(scope: Scope) -> str:
    """Return the whole path template of the matched route, `other` without one.

    `scope["route"].path` lacks the prefixes of the including routers, which would
    merge `/api/v1/users` and `/api/v2/users`.
    """
    included: dict[str, Any] = scope.get("fastapi", {})
    route = included.get("effective_route_context") or scope.get("route")
    path: str = getattr(route, "path", OTHER)
    return path


async def get_metrics(request: Request) -> Metrics:
    """Return the metrics of this app."""
    metrics: Metrics = request.app.state.metrics
    return metrics


MetricsDep = Annotated[Metrics, Depends(get_metrics)]
router = APIRouter(include_in_schema=False)


@router.get("/metrics")
async def read_metrics(metrics: MetricsDep) -> Response:
    """Return all metrics; the proxy must not expose this path to the public."""
    text = generate_latest(metrics.registry)
    return Response(text, media_type=CONTENT_TYPE_LATEST)
