"""Two processes of the shop serve the same load; one has run for longer."""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import cycle
from typing import Any

import yaml

from app.core.metrics import Metrics
from tests.patterns.observability.promql import Prometheus, Targets

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/observability/load_balancer_target.yml"
RIGHT = "examples/shop/deploy/prometheus/prometheus.yml"
QUERY = 'sum(rate(http_request_seconds_count{job="shop"}[5m]))'
SERVED_BEFORE = 6_000
EACH_MINUTE = 60


def targets_of(config: dict[str, Any], processes: list[Metrics]) -> Targets:
    """Return what answers at each address that a scrape configuration yields."""
    if "dns_sd_configs" in config:  # one address for each process
        return {
            f"10.0.0.{number}:8000": partial(getattr, process, "registry")
            for number, process in enumerate(processes)
        }
    turns = cycle(processes)
    [[address]] = [each["targets"] for each in config["static_configs"]]
    return {address: lambda: next(turns).registry}


def requests_per_second(text: str) -> float:
    """Return the rate that Prometheus computes with these scrape settings."""
    [config] = yaml.safe_load(text)["scrape_configs"]
    processes = [Metrics(), Metrics()]
    series = [each.seconds.labels("GET", "/api", "200") for each in processes]
    for _ in range(SERVED_BEFORE):
        series[0].observe(0.02)
    prometheus = Prometheus(targets_of(config, processes))
    for minute in range(6):
        for each in series:
            for _ in range(EACH_MINUTE):
                each.observe(0.02)
        prometheus.scrape(60 * minute)
    found = prometheus.evaluate(QUERY)
    assert isinstance(found, Mapping)
    [rate] = found.values()
    return rate


def test_scrape_through_a_load_balancer_invents_requests(
    shown: Shown, measured: Callable[[str], None]
) -> None:
    rate = requests_per_second(shown(WRONG))

    assert rate > 20
    measured(
        f"Two processes served 2 requests per second. The query returned {rate:.0f}."
    )


def test_scrape_of_each_process_counts_each_request_once(shown: Shown) -> None:
    assert requests_per_second(shown(f"{RIGHT}::scrape_configs")) == 2
