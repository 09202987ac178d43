"""Requests of a simulated day, counted by the metrics of the app."""

from collections.abc import Sequence
from typing import Any

import yaml

from app.core.metrics import Metrics
from tests.patterns.observability.promql import Prometheus

MINUTE = 60
ROUTE = "/api/v1/items"


def rules_of(text: str) -> list[dict[str, Any]]:
    """Return the rules of a file, of a list of groups, or of one rule."""
    loaded = yaml.safe_load(text)
    if isinstance(loaded, dict):
        return [rule for group in loaded["groups"] for rule in group["rules"]]
    return list(loaded)


def alert(text: str, name: str) -> dict[str, Any]:
    """Return the alert of a name."""
    [found] = [rule for rule in rules_of(text) if rule.get("alert") == name]
    return found


def records_of(text: str) -> dict[str, str]:
    """Return the expression of each recording rule."""
    return {r["record"]: r["expr"] for r in rules_of(text) if "record" in r}


class Day:
    """The shop serves requests, and Prometheus scrapes it every minute."""

    def __init__(self, rules: str = "groups: []") -> None:
        self.metrics = Metrics()
        self.prometheus = Prometheus(
            {"shop:8000": lambda: self.metrics.registry}, records_of(rules)
        )
        self.now = 0
        for status in (200, 500):  # the day before had one of each
            self.serve(1, status)
        self.prometheus.scrape(self.now)

    def serve(self, count: int, status: int = 200, seconds: float = 0.02) -> None:
        """Count requests with this status and duration."""
        series = self.metrics.seconds.labels("GET", ROUTE, str(status))
        for _ in range(count):
            series.observe(seconds)

    def pass_minutes(
        self, minutes: int, served: Sequence[tuple[int, int, float]]
    ) -> None:
        """Serve each minute the number of requests with a status and a duration."""
        for _ in range(minutes):
            for count, status, seconds in served:
                self.serve(count, status, seconds)
            self.now += MINUTE
            self.prometheus.scrape(self.now)

    def fires(self, rule: dict[str, Any]) -> bool:
        """Return whether the condition of an alert is met now."""
        return bool(self.prometheus.evaluate(rule["expr"]))
