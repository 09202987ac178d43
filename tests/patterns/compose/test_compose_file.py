"""What Compose understands of the shop's file."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from textwrap import indent

import pytest
from servers import SHOP

from app.config import Settings
from tests.patterns.compose.compose_file import (
    FILE,
    PROGRAMS,
    SERVICES,
    Config,
    compose,
    read_config,
    shop_file,
)

type Shown = Callable[[str], str]

BUILT = {"api", "worker", "migrate"}
INSIDE = {"migrate", "postgres", "valkey"}
SETTING = re.compile(r"\$\{?(\w+)")


@pytest.fixture
def config(shown: Shown) -> Config:
    return read_config(shown(FILE))


def test_parts_on_the_pages_are_the_whole_file(config: Config, shown: Shown) -> None:
    assert read_config(shop_file(shown)) == config
    assert set(config["services"]) == set(SERVICES)


def test_example_variables_satisfy_compose_without_a_warning(shown: Shown) -> None:
    example = SHOP / ".env.example"

    done = compose(shown(FILE), "config", "--quiet", variables=example)

    assert (done.returncode, done.stderr) == (0, "")


def test_missing_variable_stops_compose(
    shown: Shown, record_property: Callable[[str, object], None]
) -> None:
    variables = indent(shown(f"{FILE}::x-app.environment"), "    ")
    text = f"services:\n  api:\n    image: shop\n{variables}"

    done = compose(text, "config", "--quiet")

    assert done.returncode != 0
    assert "required variable APP_ALLOWED_HOSTS is missing a value" in done.stderr
    record_property("shown:missing", done.stderr.strip())


def test_file_matches_the_compose_specification(shown: Shown, tmp_path: Path) -> None:
    file = tmp_path / "compose.yaml"
    file.write_text(shown(FILE))
    schema = ["--builtin-schema", "vendor.compose-spec"]

    done = subprocess.run(
        [PROGRAMS / "check-jsonschema", *schema, file], capture_output=True, check=False
    )

    assert done.returncode == 0, done.stdout


def test_every_variable_is_a_setting_with_an_example(
    config: Config, shown: Shown
) -> None:
    settings = {f"APP_{field.upper()}" for field in Settings.model_fields}
    example = (SHOP / ".env.example").read_text()
    given = {
        name for built in BUILT for name in config["services"][built]["environment"]
    }
    required = set(SETTING.findall(shown(FILE)))

    assert given <= settings
    assert required == {"APP_ALLOWED_HOSTS"}
    assert all(f"\n{name}=" in example for name in given)


def test_only_the_proxy_publishes_ports(config: Config) -> None:
    ports = {name: len(s.get("ports", ())) for name, s in config["services"].items()}

    assert {name: count for name, count in ports.items() if count} == {"proxy": 2}


def test_database_and_cache_reach_no_other_network(config: Config) -> None:
    networks = {name: set(config["services"][name]["networks"]) for name in SERVICES}

    assert config["networks"]["backend"]["internal"]
    assert all(networks[name] == {"backend"} for name in INSIDE)
    assert {name for name in SERVICES if "edge" in networks[name]} == {"proxy", "api"}


def test_trusted_network_is_that_of_the_proxy(config: Config) -> None:
    command = config["services"]["api"]["command"]
    [network] = config["networks"]["edge"]["ipam"]["config"]

    assert command[command.index("--forwarded-allow-ips") + 1] == network["subnet"]


def test_every_service_waits_for_what_it_needs(config: Config) -> None:
    waits = {
        (name, needed): dependency["condition"].removeprefix("service_")
        for name, service in config["services"].items()
        for needed, dependency in service.get("depends_on", {}).items()
    }

    assert waits == {
        ("proxy", "api"): "healthy",
        ("api", "migrate"): "completed_successfully",
        ("api", "valkey"): "started",
        ("worker", "migrate"): "completed_successfully",
        ("migrate", "postgres"): "healthy",
    }


def test_every_service_is_limited_and_rotates_its_log(config: Config) -> None:
    for service in config["services"].values():
        assert int(service["mem_limit"]) >= 128 * 2**20
        assert service["cpus"] <= 1
        assert service["logging"]["driver"] == "local"


def test_own_image_gets_no_right_that_it_does_not_need(config: Config) -> None:
    for name in BUILT:
        service = config["services"][name]
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert "cap_add" not in service
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_database_is_stored_in_a_named_volume(config: Config) -> None:
    [volume] = config["services"]["postgres"]["volumes"]

    assert (volume["type"], volume["target"]) == ("volume", "/var/lib/postgresql")


def test_worker_has_time_for_half_a_lease(config: Config) -> None:
    half = Settings().outbox_lease / 2

    assert config["services"]["worker"]["stop_grace_period"] == "40s"
    assert half < 40
