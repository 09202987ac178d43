"""Prometheus: how many requests, how long, with what result, by route template."""

from collections.abc import Awaitable
from functools import cache
from time import perf_counter
from typing import Any

from fastapi import APIRouter, Request, Response
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
    """What one app counts; apps in one process don't share."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.seconds = Histogram(
            "http_request_seconds",
            "From the first byte of the request to the last of the response.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self.seconds_of = cache(self.seconds.labels)  # which are few: see `route_of`
        self.active = 0
        gauge = Gauge(
            "http_requests_active", "Requests in flight.", registry=self.registry
        )
        gauge.set_function(lambda: self.active)


class MetricsMiddleware:
    """Measures each request; nothing that a client makes up becomes a label."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve an HTTP request and record it, however it ends."""
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
            seconds = self.metrics.seconds_of(method, route_of(scope), str(status))
            seconds.observe(perf_counter() - begin)


def route_of(scope: Scope) -> str:
    """Return the template of the route that answered, `other` without one.

    `scope["route"].path` lacks the prefixes of the routers that include it, so that
    two versions of an API would be counted as one; FastAPI keeps the whole one apart.
    """
    included: dict[str, Any] = scope.get("fastapi", {})
    route = included.get("effective_route_context") or scope.get("route")
    path: str = getattr(route, "path", OTHER)
    return path


router = APIRouter(include_in_schema=False)


@router.get("/metrics")
async def read_metrics(request: Request) -> Response:
    """Return everything, for a Prometheus that the proxy lets through."""
    metrics: Metrics = request.app.state.metrics
    text = generate_latest(metrics.registry)
    return Response(text, media_type=CONTENT_TYPE_LATEST)
