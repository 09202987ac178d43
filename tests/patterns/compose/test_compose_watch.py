"""What Compose watches while a developer works on the shop."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from servers import SHOP

from tests.patterns.compose.compose_file import FILE, Config, compose, read_config

type Shown = Callable[[str], str]
type Services = Mapping[str, Mapping[str, Any]]

WATCH = "examples/shop/compose.watch.yaml"
DOCKERFILE = (SHOP / "Dockerfile").read_text()


@pytest.fixture
def services(shown: Shown, tmp_path: Path) -> Services:
    """Return what Compose makes of both files."""
    second = tmp_path / "compose.watch.yaml"
    second.write_text(shown(WATCH))
    example = SHOP / ".env.example"
    command = ["-f", str(second), "config", "--format", "json"]
    done = compose(shown(FILE), *command, variables=example)
    assert (done.returncode, done.stderr) == (0, "")
    config: Config = json.loads(done.stdout)
    found: Services = config["services"]
    return found


def watched(services: Services) -> dict[str, list[Mapping[str, str]]]:
    """Return what each service watches."""
    return {
        name: service["develop"]["watch"]
        for name, service in services.items()
        if "develop" in service
    }


def test_code_is_copied_to_its_place_in_the_image(services: Services) -> None:
    [workdir] = re.findall(r"^WORKDIR (.+)$", DOCKERFILE, re.MULTILINE)

    for rules in watched(services).values():
        [sync] = [rule for rule in rules if rule["action"] == "sync+restart"]
        assert sync["path"] == str(SHOP / "app")
        assert sync["target"] == f"{workdir}/app"
    assert "\nCOPY app ./app\n" in DOCKERFILE


def test_new_dependencies_build_the_image_again(services: Services) -> None:
    for rules in watched(services).values():
        [rebuild] = [rule for rule in rules if rule["action"] == "rebuild"]
        assert rebuild["path"] == str(SHOP / "uv.lock")
    assert "source=uv.lock" in DOCKERFILE


def test_watched_paths_are_in_the_build_context(services: Services) -> None:
    context = (SHOP / ".dockerignore").read_text().splitlines()

    paths = {rule["path"] for rules in watched(services).values() for rule in rules}

    assert {f"!{Path(path).name}" for path in paths} <= set(context)


def test_docker_can_copy_into_the_watched_containers(services: Services) -> None:
    names = watched(services).keys()

    assert names == {"api", "worker"}
    assert [bool(services[name].get("read_only")) for name in names] == [False, False]
    assert [services[name]["user"] for name in names] == ["root", "root"]
    others = [services[name] for name in services.keys() - names - {"postgres"}]
    assert all(service["read_only"] for service in others)


def test_production_watches_nothing(shown: Shown) -> None:
    config = read_config(shown(FILE))

    assert watched(config["services"]) == {}
    assert config["services"]["api"]["read_only"]
