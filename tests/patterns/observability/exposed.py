"""What `/metrics` of the shop exposes, and what queries ask of it."""

from collections.abc import Iterable, Iterator

from asgi_lifespan import LifespanManager
from httpx import ASGITransport, AsyncClient
from prometheus_client.parser import text_string_to_metric_families
from promql_parser import VectorSelector

from app.config import Settings
from app.main import create_app
from tests.patterns.observability.promql import name_of, selectors

TARGET = {"job", "instance"}
"""The labels that Prometheus adds."""


async def scrape() -> dict[str, dict[str, set[str]]]:
    """Return each metric of `/metrics` with its labels and their values."""
    app = create_app(Settings())

    @app.get("/api/v1/broken")
    async def fail() -> None:
        raise RuntimeError("out of tea")

    async with (
        LifespanManager(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://test") as client,
    ):
        await client.get("/api/v1/broken")
        text = (await client.get("/metrics")).text
    found: dict[str, dict[str, set[str]]] = {"up": {}}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = found.setdefault(sample.name, {})
            for name, value in sample.labels.items():
                labels.setdefault(name, set()).add(value)
    return found


async def unknown(expressions: Iterable[str], records: Iterable[str]) -> list[str]:
    """Return the metrics and labels of expressions that the shop does not expose."""
    exposed = await scrape()
    known = set(records)
    return [
        fault
        for expression in expressions
        for selector in selectors(expression)
        if name_of(selector) not in known
        for fault in faults_of(selector, exposed)
    ]


def faults_of(
    selector: VectorSelector, exposed: dict[str, dict[str, set[str]]]
) -> Iterator[str]:
    """Yield what is not exposed: the metric, a label, or the bucket."""
    metric = name_of(selector)
    if metric not in exposed:
        yield metric
        return
    labels = exposed[metric]
    for matcher in selector.matchers.matchers:
        if matcher.name not in labels.keys() | TARGET:
            yield f"{metric}{{{matcher.name}}}"
        elif matcher.name == "le" and matcher.value not in labels["le"]:
            yield f'{metric}{{le="{matcher.value}"}}'
