# /// bad
# ast-grep = ["REL-012"]
# harm = "tests/antipatterns/reliability/test_path_as_label.py::test_each_path_adds_a_time_series"
# right = "examples/shop/app/core/metrics.py"
# ///
"""A request counter that is labelled with the path."""

from prometheus_client import CollectorRegistry, Counter
from starlette.types import ASGIApp, Receive, Scope, Send


class CountingMiddleware:
    """Counts requests by their path."""

    def __init__(self, app: ASGIApp, registry: CollectorRegistry) -> None:
        self.app = app
        self.requests = Counter(
            "http_requests", "Served requests.", ["path"], registry=registry
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count the request and serve it."""
        if scope["type"] == "http":
            self.requests.labels(scope["path"]).inc()
        await self.app(scope, receive, send)
