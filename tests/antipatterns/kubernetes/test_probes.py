"""What the shop answers to the probes of a manifest, over HTTP."""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
import yaml
from schema import migrate
from servers import http_server
from sqlalchemy import make_url

from app.config import Settings
from app.main import create_app
from tests.antipatterns.health.probing import without_database
from tests.patterns.kubernetes.manifests import variables
from tests.patterns.kubernetes.probes import send

type Shown = Callable[[str], str]

RIGHT = "examples/shop/deploy/kubernetes/base/api-deployment.yaml"
WRONG = "examples/antipatterns/kubernetes"
CONTAINER = "spec.template.spec.containers.0"


def read_probe(text: str) -> dict[str, Any]:
    """Return the one probe of a text."""
    [probe] = yaml.safe_load(text).values()
    return dict(probe)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[str]:
    """Serve a migrated shop that knows only the hosts of the manifests."""
    monkeypatch.setenv("APP_ALLOWED_HOSTS", variables()["APP_ALLOWED_HOSTS"])
    url = make_url(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")
    settings = Settings(database_url=url)
    migrate(settings)
    with http_server(create_app(settings)) as address:
        yield address


def fail_count(probe: dict[str, Any]) -> int:
    """Return how many probes in a row fail while the database is down."""
    times: int = probe["failureThreshold"]
    with http_server(create_app(without_database())) as address:
        return sum(send(probe, address) >= 400 for _ in range(times))


def test_liveness_probe_on_ready_fails_with_the_database(
    shown: Shown, measured: Callable[[str], None]
) -> None:
    probe = read_probe(shown(f"{WRONG}/liveness_on_ready.yaml"))

    failed = fail_count(probe)

    assert failed == probe["failureThreshold"]
    measured(
        f"While the database was down, {failed} liveness probes in a row failed."
        f" After {probe['failureThreshold']} the kubelet restarts the container."
    )


def test_liveness_probe_on_health_survives_the_outage(shown: Shown) -> None:
    probe = read_probe(shown(f"{RIGHT}::{CONTAINER}.livenessProbe"))

    assert fail_count(probe) == 0


def test_probe_without_host_header_is_refused(
    shown: Shown, measured: Callable[[str], None], shop: str
) -> None:
    status = send(read_probe(shown(f"{WRONG}/probe_without_host.yaml")), shop)

    assert status == 400
    measured(f"The app answered the probe of a ready process with {status}.")


@pytest.mark.parametrize("kind", ["startupProbe", "livenessProbe", "readinessProbe"])
def test_probe_with_host_header_is_answered(kind: str, shown: Shown, shop: str) -> None:
    assert send(read_probe(shown(f"{RIGHT}::{CONTAINER}.{kind}")), shop) == 200


def test_probe_waits_longer_than_the_check(shown: Shown) -> None:
    probe = read_probe(shown(f"{RIGHT}::{CONTAINER}.readinessProbe"))

    assert probe["timeoutSeconds"] > Settings().ready_timeout
