"""The ports that the policies open, against the addresses in the settings."""

from collections.abc import Iterator, Mapping
from configparser import ConfigParser
from urllib.parse import urlsplit

import pytest

from app.config import Settings
from tests.patterns.kubernetes.manifests import PRODUCTION, ROOT, render, variables

DNS = {("UDP", 53), ("TCP", 53)}
CONNECTIONS = {
    "api": ["database_url", "valkey_url"],
    "worker": ["database_url", "order_webhook_url"],
}
"""The settings whose addresses the pods of each policy connect to."""
DEFAULT_PORTS = {"https": 443}
POOLED = {"APP_DATABASE_TRANSACTION_POOLING": "true"}
TRACED = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector.monitoring:4318"}


def port_of(address: str) -> int:
    """Return the port of a URL, or that of its scheme."""
    url = urlsplit(address)
    return url.port or DEFAULT_PORTS[url.scheme]


def pgbouncer_port() -> int:
    """Return the port on which PgBouncer listens."""
    config = ConfigParser()
    config.read(ROOT / "examples/shop/deploy/pgbouncer/pgbouncer.ini")
    return config.getint("pgbouncer", "listen_port")


def needed(name: str, values: Mapping[str, str]) -> set[tuple[str, int]]:
    """Return protocol and port of each connection that these settings cause."""

    def ports() -> Iterator[int]:
        for setting in CONNECTIONS[name]:
            [address, *_] = Settings.model_fields[setting].examples or []
            is_pooled = setting == "database_url" and POOLED.items() <= values.items()
            yield pgbouncer_port() if is_pooled else port_of(str(address))
        if endpoint := values.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
            yield port_of(endpoint)

    return DNS | {("TCP", port) for port in ports()}


def opened(name: str) -> set[tuple[str, int]]:
    """Return protocol and port of each connection that a policy allows."""
    [rule] = render(PRODUCTION)["NetworkPolicy", name]["spec"]["egress"]
    return {(port.get("protocol", "TCP"), port["port"]) for port in rule["ports"]}


@pytest.mark.parametrize("name", CONNECTIONS)
def test_policy_opens_the_ports_of_the_settings_and_no_other(name: str) -> None:
    assert opened(name) == needed(name, variables())


@pytest.mark.parametrize(
    ("changed", "port"), [(POOLED, 6432), (TRACED, 4318)], ids=["pgbouncer", "traces"]
)
@pytest.mark.parametrize("name", CONNECTIONS)
def test_changed_setting_needs_another_port(
    name: str, changed: Mapping[str, str], port: int
) -> None:
    missing = needed(name, {**variables(), **changed}) - opened(name)

    assert missing == {("TCP", port)}
