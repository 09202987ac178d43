"""Runs the steps of a workflow as a runner does, and the tools that read workflows."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from handbook.common.files import ROOT

PROGRAMS = Path(sys.executable).parent
SHOP = ROOT / "examples/shop"
WORKFLOW = "examples/shop/.github/workflows/shop.yml"
SHELLS: Mapping[str | None, list[str]] = {
    None: ["bash", "-e"],
    "bash": ["bash", "--noprofile", "--norc", "-eo", "pipefail"],
}
"""What GitHub documents as the command of each `shell`; None is a job without one."""

PROJECT = '[project]\nname = "a"\nversion = "1"\nrequires-python = ">=3.12"\n'
FAILING = "def test_price():\n    assert 1 == 2\n"
type Node = dict[str, Any]


def read_key(text: str, name: str) -> Node:
    """Return the value of a key that a page shows; YAML 1.1 reads `on` as true."""
    found = yaml.safe_load(text)
    value: Node = found[True if name == "on" else name]
    return value


def scripts(job: Node) -> list[str]:
    """Return the `run` of each step that has one."""
    return [step["run"] for step in job["steps"] if "run" in step]


def installed() -> dict[str, str]:
    """Return the variables with which `uv run` takes what is installed."""
    kept = {name: text for name, text in os.environ.items() if "COV" not in name}
    path = f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"
    own = {"UV_NO_SYNC": "1", "UV_PROJECT_ENVIRONMENT": sys.prefix, "PATH": path}
    return {**kept, **own}


def run_step(
    script: str,
    folder: Path,
    shell: str | None = "bash",
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a step in a folder, whatever its outcome."""
    return subprocess.run(
        [*SHELLS[shell], "-c", script],
        cwd=folder,
        env={**installed(), **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )


def project(folder: Path, **files: str) -> Path:
    """Write a project with these modules."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text(PROJECT)
    version = (ROOT / ".python-version").read_text()
    (folder / ".python-version").write_text(version)
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    return folder


def zizmor(text: str, folder: Path, *options: str) -> list[str]:
    """Return the names of what zizmor reports about a workflow."""
    file = folder / "workflow.yml"
    file.write_text(text)
    chosen = ["--offline", "--quiet", "--no-exit-codes", "--format", "json"]
    done = subprocess.run(
        [str(PROGRAMS / "zizmor"), *chosen, *options, str(file)],
        capture_output=True,
        text=True,
        check=True,
    )
    return [finding["ident"] for finding in json.loads(done.stdout)]


def output_of(program: str, *arguments: str) -> str:
    """Return what a program prints where it exits with 0."""
    command = [str(PROGRAMS / program), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
