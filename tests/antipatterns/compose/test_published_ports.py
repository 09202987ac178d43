"""The ports that Compose opens on the host."""

from collections.abc import Callable

from tests.patterns.compose.compose_file import FILE, Config, read_config

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/compose/published_ports.yaml"


def open_services(config: Config) -> dict[str, int]:
    """Return each service with a port that every address of the host leads to."""
    return {
        name: port["target"]
        for name, service in config["services"].items()
        for port in service.get("ports", [])
        if "host_ip" not in port
    }


def test_database_listens_on_every_address(
    shown: Shown, measured: Callable[[str], None]
) -> None:
    services = open_services(read_config(shown(WRONG)))

    assert services == {"api": 8000, "postgres": 5432}
    measured(
        f"Compose publishes {len(services)} of 2 services on every address of the"
        f" host, PostgreSQL at port {services['postgres']}."
    )


def test_only_the_proxy_listens_on_the_host(shown: Shown) -> None:
    assert set(open_services(read_config(shown(FILE)))) == {"proxy"}
