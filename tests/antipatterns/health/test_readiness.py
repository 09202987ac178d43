"""What the readiness probe answers while a dependency is down."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from logged_process import free_port
from pydantic import SecretStr
from schema import migrate
from servers import http_server
from sqlalchemy import make_url

from antipatterns.health import readiness_needs_cache, status_in_tuple
from app.config import Settings
from app.health import router as right
from tests.antipatterns.health.probing import (
    REPLICAS,
    probe,
    replicas,
    service,
    without_database,
)


@pytest.fixture
def without_cache(tmp_path: Path) -> Settings:
    """Return settings with a migrated database, and a Valkey that was stopped."""
    settings = Settings(
        database_url=make_url(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}"),
        valkey_url=SecretStr(f"valkey://127.0.0.1:{free_port()}/0"),
    )
    migrate(settings)
    return settings


def test_tuple_with_a_status_is_sent_as_200(measured: Callable[[str], None]) -> None:
    app = service(status_in_tuple.router, without_database())

    with http_server(app) as address:
        answer = httpx.get(f"{address}/ready")

    assert (answer.status_code, answer.json()) == (200, [{"status": "down"}, 503])
    measured(
        f"While the database was down, the probe got {answer.status_code} and the JSON"
        f" array {answer.text}."
    )


def test_probe_with_a_tuple_answers_an_object_without_an_outage(
    without_cache: Settings,
) -> None:
    with http_server(service(status_in_tuple.router, without_cache)) as address:
        answer = httpx.get(f"{address}/ready")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_raised_error_is_sent_as_503() -> None:
    with http_server(service(right.router, without_database())) as address:
        answer = httpx.get(f"{address}/ready")

    assert (answer.status_code, answer.json()["status"]) == (503, 503)


def test_cache_outage_fails_readiness_everywhere(
    measured: Callable[[str], None], without_cache: Settings
) -> None:
    with replicas(readiness_needs_cache.router, without_cache) as addresses:
        answers = probe(addresses, "/ready")

    failed = answers.count(503)
    assert failed == REPLICAS
    measured(
        f"While Valkey was down and the database answered, {failed} of {REPLICAS}"
        " replicas answered the readiness probe with 503."
    )


def test_probe_that_needs_the_cache_answers_200_without_an_outage(
    without_cache: Settings,
) -> None:
    settings = without_cache.model_copy(update={"valkey_url": None})

    with http_server(service(readiness_needs_cache.router, settings)) as address:
        answer = httpx.get(f"{address}/ready")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_cache_outage_is_reported_and_replicas_stay_ready(
    without_cache: Settings,
) -> None:
    with replicas(right.router, without_cache) as addresses:
        answers = [httpx.get(f"{address}/ready") for address in addresses]

    assert [answer.status_code for answer in answers] == [200] * REPLICAS
    assert [answer.json()["degraded"] for answer in answers] == [["valkey"]] * REPLICAS
