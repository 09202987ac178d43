"""The same packages from requirements.txt and from uv's lock file."""

import json
import os
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.patterns.pyenv import PYENV

type Shown = Callable[[str], str]
type Run = Callable[[str], None]

SCRIPT = "examples/patterns/migrating/to_uv.sh"


def release(index: Path, name: str, version: str, requires: str = "") -> None:
    """Put a wheel into a folder that serves as the package index."""
    info = f"{name}-{version}.dist-info"
    about = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    about += f"Requires-Dist: {requires}\n" if requires else ""
    wheel = index / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(f"{name}.py", "")
        archive.writestr(f"{info}/METADATA", about)
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Return an index whose packages have newer releases than the project uses."""
    index = tmp_path / "index"
    index.mkdir()
    for version in ("1.0", "1.1"):
        release(index, "payments", version, "retries")
        release(index, "retries", version)
        release(index, "linter", version)
    return index


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project as pip-tools leaves it."""
    project = tmp_path / "project"
    project.mkdir()
    (project / "requirements.in").write_text("payments\n")
    (project / "requirements-dev.in").write_text("linter\n")
    pins = "payments==1.0\nretries==1.0\n"
    (project / "requirements.txt").write_text(pins)
    return project


@pytest.fixture
def settings(tmp_path: Path, index: Path) -> dict[str, str]:
    """Return the environment of commands that know this index only."""
    config = tmp_path / "uv.toml"
    config.write_text(f"no-index = true\nfind-links = [{json.dumps(str(index))}]\n")
    return {
        "UV_CONFIG_FILE": str(config),
        "UV_OFFLINE": "1",
        "UV_PYTHON": sys.executable,
        "UV_NO_CACHE": "1",
        **PYENV,
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", ""),
    }


@pytest.fixture
def run(project: Path, settings: dict[str, str]) -> Run:
    """Return a function that runs one shell function in the project."""

    def run(definition: str) -> None:
        name = definition.partition("(")[0]
        command = ["/bin/sh", "-ec", f"{definition}\n{name}"]
        subprocess.run(command, cwd=project, env=settings, check=True)

    return run


def installed(project: Path) -> list[str]:
    """Return the distributions in the project's environment."""
    found = (project / ".venv").rglob("*.dist-info")
    return sorted(path.name.removesuffix(".dist-info") for path in found)


def test_lock_keeps_the_versions_of_the_requirements(
    project: Path, run: Run, shown: Shown
) -> None:
    run(shown(f"{SCRIPT}::install_before"))
    before = installed(project)

    run(shown(f"{SCRIPT}::migrate"))
    run(shown(f"{SCRIPT}::install_after"))

    assert before == ["payments-1.0", "retries-1.0"]
    assert installed(project) == before


def test_lock_without_constraints_has_newer_versions(
    project: Path,
    run: Run,
    shown: Shown,
    record_property: Callable[[str, object], None],
) -> None:
    migrate = shown(f"{SCRIPT}::migrate")
    pins = (project / "requirements.txt").read_text().replace("==", "-").split()

    run(migrate.replace(" -c requirements.txt", ""))
    run(shown(f"{SCRIPT}::install_after"))

    assert installed(project) == ["payments-1.1", "retries-1.1"]
    lines = [
        f"requirements.txt:            {', '.join(pins)}",
        f"uv.lock, without `-c`:       {', '.join(installed(project))}",
    ]
    record_property("shown:versions", "\n".join(lines))


def test_project_lists_direct_dependencies_only(
    project: Path, run: Run, shown: Shown
) -> None:
    run(shown(f"{SCRIPT}::migrate"))

    settings = tomllib.loads((project / "pyproject.toml").read_text())
    assert settings["project"]["dependencies"] == ["payments>=1.0"]
    assert settings["dependency-groups"] == {"dev": ["linter>=1.1"]}
    assert not list(project.glob("requirements*"))
