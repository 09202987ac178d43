"""The commands of the deployment, with a kubectl that writes down its arguments."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

SCRIPT = "examples/shop/deploy/kubernetes/deploy.sh"
BASH = shutil.which("bash") or "bash"
KUBECTL = """#!/bin/sh
echo "$@" >> "$CALLS"
case "$*" in *wait*) exit "$MIGRATION" ;; esac
"""


@pytest.fixture
def deploy(tmp_path: Path, shown: Callable[[str], str]) -> Callable[[int], list[str]]:
    """Return a function that deploys, with the exit status of the migration."""
    kubectl = tmp_path / "kubectl"
    kubectl.write_text(KUBECTL)
    kubectl.chmod(0o755)
    calls = tmp_path / "calls"
    code = shown(f"{SCRIPT}::deploy")

    def run(migration: int) -> list[str]:
        subprocess.run(
            [BASH, "-c", f"set -eu\nOVERLAY=production\n{code}\ndeploy"],
            env={
                "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
                "CALLS": str(calls),
                "MIGRATION": str(migration),
            },
            check=False,
        )
        lines = calls.read_text().splitlines()
        return [line.removeprefix("--namespace shop ").split()[0] for line in lines]

    return run


def test_release_is_applied_and_awaited(deploy: Callable[[int], list[str]]) -> None:
    assert deploy(0) == [
        *["delete", "apply", "wait"],  # the migration
        *["apply", "rollout", "rollout"],
    ]


def test_failed_migration_ends_the_deployment(
    deploy: Callable[[int], list[str]],
) -> None:
    assert deploy(1) == ["delete", "apply", "wait"]
