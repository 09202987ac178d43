"""The commands of the deployment, with a kubectl that writes down its arguments."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

SCRIPT = "examples/shop/deploy/kubernetes/deploy.sh"
FUNCTIONS = ("await_migration", "deploy")
BASH = shutil.which("bash") or "bash"
KUBECTL = """#!/bin/sh
echo "$@" >> "$CALLS"
case "$*" in
  *wait*"condition=$MIGRATION"*) exit 0 ;;
  *wait*) [ "$MIGRATION" = hangs ] && exit 1; exec sleep 60 ;;
esac
"""


@pytest.fixture
def deploy(tmp_path: Path, shown: Callable[[str], str]) -> Callable[[str], list[str]]:
    """Return a function that deploys; the condition is that of the migration."""
    kubectl = tmp_path / "kubectl"
    kubectl.write_text(KUBECTL)
    kubectl.chmod(0o755)
    calls = tmp_path / "calls"
    code = "\n".join(shown(f"{SCRIPT}::{name}") for name in FUNCTIONS)

    def run(condition: str) -> list[str]:
        done = subprocess.run(
            [BASH, "-c", f"set -eu\nOVERLAY=production\n{code}\ndeploy"],
            env={
                "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
                "CALLS": str(calls),
                "MIGRATION": condition,
            },
            check=False,
            timeout=30,
        )
        lines = calls.read_text().splitlines()
        verbs = [line.removeprefix("--namespace shop ").split()[0] for line in lines]
        return [*(verb for verb in verbs if verb != "wait"), str(done.returncode)]

    return run


def test_release_is_applied_and_awaited(deploy: Callable[[str], list[str]]) -> None:
    assert deploy("complete") == [
        *["delete", "apply"],  # the migration
        *["apply", "rollout", "rollout", "0"],
    ]


def test_failed_migration_ends_the_deployment(
    deploy: Callable[[str], list[str]],
) -> None:
    assert deploy("failed") == ["delete", "apply", "logs", "1"]


def test_migration_that_neither_fails_nor_completes_ends_the_deployment(
    deploy: Callable[[str], list[str]],
) -> None:
    assert deploy("hangs") == ["delete", "apply", "logs", "1"]
