"""What `/metrics` of the shop exposes, and what queries ask of it."""

from collections.abc import Iterable

from asgi_lifespan import LifespanManager
from httpx import ASGITransport, AsyncClient
from prometheus_client.parser import text_string_to_metric_families

from app.config import Settings
from app.main import create_app
from patterns.observability.metric_names import unknown_names


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
    exposed = {**await scrape(), **{name: {} for name in records}}
    return [fault for each in expressions for fault in unknown_names(each, exposed)]
