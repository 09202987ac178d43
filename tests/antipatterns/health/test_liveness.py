"""The liveness probe of three replicas while their database is down."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import make_url

from antipatterns.health import liveness_asks_database as wrong
from app.config import Settings
from app.health import router as right
from tests.antipatterns.health.probing import (
    REPLICAS,
    probe,
    replicas,
    without_database,
)


def test_database_outage_fails_the_liveness_probe(
    measured: Callable[[str], None],
) -> None:
    with replicas(wrong.router, without_database()) as addresses:
        answers = probe(addresses, "/health")

    failed = answers.count(503)
    assert failed == REPLICAS
    measured(
        f"While the database was down, {failed} of {REPLICAS} healthy replicas answered"
        " the liveness probe with 503."
    )


def test_liveness_probe_survives_the_database_outage() -> None:
    with replicas(right.router, without_database()) as addresses:
        answers = probe(addresses, "/health")

    assert answers == [200] * REPLICAS


def test_probe_that_asks_the_database_answers_200_without_an_outage(
    tmp_path: Path,
) -> None:
    url = make_url(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")

    with replicas(wrong.router, Settings(database_url=url)) as addresses:
        answers = probe(addresses, "/health")

    assert answers == [200] * REPLICAS
