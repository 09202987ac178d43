"""The settings of the collector fit together, and fit the spans of the shop."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from opentelemetry.sdk.trace import ReadableSpan

from tests.patterns.observability.collector import exported, spans_of

type Shown = Callable[[str], str]

CONFIG = "examples/shop/deploy/otel/collector.yaml"


@pytest.fixture
def config(shown: Shown) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(shown(CONFIG))
    parts = (shown(f"{CONFIG}::processors"), shown(f"{CONFIG}::service"))
    for part in parts:
        loaded |= yaml.safe_load(part)
    return loaded


def test_pipeline_uses_what_is_defined_and_nothing_else(config: dict[str, Any]) -> None:
    pipeline = config["service"]["pipelines"]["traces"]

    for kind in ("receivers", "processors", "exporters"):
        assert sorted(pipeline[kind]) == sorted(config[kind])
    assert config["service"]["extensions"] == list(config["extensions"])


def test_memory_is_limited_first_and_batches_are_sent_last(
    config: dict[str, Any],
) -> None:
    processors = config["service"]["pipelines"]["traces"]["processors"]

    assert (processors[0], processors[-1]) == ("memory_limiter", "batch")


def test_credentials_come_from_the_environment(config: dict[str, Any]) -> None:
    exporter = config["exporters"]["otlp_http"]

    assert exporter["headers"]["authorization"].startswith("${env:")


async def test_route_and_status_are_kept(config: dict[str, Any]) -> None:
    *_, request = [exported(config, span) for span in await spans_of("/reset?token=1")]

    assert request["http.route"] == "/reset"
    assert request["http.response.status_code"] == 200


def test_query_strings_of_older_libraries_are_deleted(config: dict[str, Any]) -> None:
    older = {
        "http.url": "https://shop.example/reset?token=1",
        "http.target": "/reset?token=1",
        "http.method": "GET",
    }

    left = exported(config, ReadableSpan("GET /reset", attributes=older))

    assert left == {"http.method": "GET"}
