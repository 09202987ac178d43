"""Prometheus finds each pod by DNS, and the app accepts the name as `Host`."""

from collections.abc import Callable

import pytest
import yaml
from httpx import ASGITransport, AsyncClient

from app.config import Settings
from app.main import create_app
from tests.patterns.kubernetes.manifests import PRODUCTION, render, variables

SETTINGS = "examples/shop/deploy/prometheus/prometheus.yml"
SRV = "_http._tcp."


@pytest.fixture
def name(shown: Callable[[str], str]) -> str:
    """Return the name without its service that Prometheus looks up."""
    [job] = yaml.safe_load(shown(f"{SETTINGS}::scrape_configs"))["scrape_configs"]
    [discovery] = job["dns_sd_configs"]
    [name] = discovery["names"]
    assert discovery["type"] == "SRV"
    assert name.startswith(SRV)
    return str(name.removeprefix(SRV))


def test_name_is_that_of_a_headless_service(name: str) -> None:
    rendered = render(PRODUCTION)
    service, namespace, *rest = name.split(".")

    assert rest == ["svc", "cluster", "local"]
    assert ("Namespace", namespace) in rendered
    spec = rendered["Service", service]["spec"]
    assert spec["clusterIP"] == "None"
    assert [port["name"] for port in spec["ports"]] == ["http"]
    assert spec["selector"] == rendered["Service", "api"]["spec"]["selector"]


async def test_app_accepts_a_scrape_by_the_name_of_a_pod(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("APP_ALLOWED_HOSTS", variables()["APP_ALLOWED_HOSTS"])
    app = create_app(Settings())

    async def scrape(host: str) -> int:
        async with AsyncClient(
            transport=ASGITransport(app), base_url=f"http://{host}:8000"
        ) as client:
            return (await client.get("/metrics")).status_code

    assert await scrape(f"10-244-0-5.{name}") == 200
    assert await scrape("10.244.0.5") == 400
