"""What a container installs when it starts."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from image import last, read_instructions

from tests.patterns.pyenv import PYENV

type Shown = Callable[[str], str]

PROJECT = """
[project]
name = "shop"
version = "0.1.0"
requires-python = ">=3.12"
dependencies = ["payments"]

[dependency-groups]
dev = ["lint-all"]

[tool.uv]
package = false
"""


def write_wheel(folder: Path, name: str) -> None:
    """Write a package without code."""
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as archive:
        about = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
        archive.writestr(f"{info}/METADATA", about)
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")


class Image:
    """A project that was installed without development tools."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "pyproject.toml").write_text(PROJECT)
        index = f"no-index = true\nfind-links = [{json.dumps(str(folder))}]\n"
        (folder / "index.toml").write_text(index)
        for name in ("payments", "lint_all"):
            write_wheel(folder, name)
        self.run(["uv", "lock"])
        self.run(["uv", "sync", "--locked", "--no-dev"])

    def run(self, command: Sequence[str]) -> None:
        """Run a command in the project; CalledProcessError if it fails."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME")}
        settings = {
            "UV_PROJECT_ENVIRONMENT": str(self._folder / ".venv"),
            "UV_PYTHON": sys.executable,
            "UV_CONFIG_FILE": str(self._folder / "index.toml"),
            "UV_OFFLINE": "1",
            "UV_NO_CACHE": "1",
            **PYENV,
        }
        subprocess.run(
            command,
            cwd=self._folder,
            env={**kept, **settings},
            capture_output=True,
            check=True,
        )

    def start(self, command: Sequence[str]) -> list[str]:
        """Start Python as the command starts uvicorn; return what is installed then."""
        program = command[: command.index("uvicorn")]
        self.run([*program, str(self._folder / ".venv/bin/python"), "-c", ""])
        found = (self._folder / ".venv").rglob("*.dist-info")
        return sorted(path.name.removesuffix("-1.0.dist-info") for path in found)


@pytest.fixture
def image(tmp_path: Path) -> Image:
    return Image(tmp_path)


def test_start_installs_the_development_tools(
    shown: Shown, image: Image, measured: Callable[[str], None]
) -> None:
    wrong = shown("examples/antipatterns/containers/Dockerfile.uv_run")

    installed = image.start(last(read_instructions(wrong), "CMD").command)

    assert installed == ["lint_all", "payments"]
    measured(
        f"The image contained 1 package, and {len(installed)} after the start: "
        "`uv run` installed the group `dev`."
    )


def test_start_of_the_program_installs_nothing(shown: Shown, image: Image) -> None:
    right = shown("examples/shop/Dockerfile::api")

    assert image.start(last(read_instructions(right), "CMD").command) == ["payments"]
