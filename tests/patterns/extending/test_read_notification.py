"""A new endpoint, as a patch of a copy of the shop."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

type Shown = Callable[[str], str]

SHOP = Path(__file__).parents[3] / "examples" / "shop"
PATCH = "examples/patterns/extending/read_notification.diff"
TESTS = "tests/notifications/test_read_notification.py"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the shop, in a folder that belongs to no repository."""
    ignored = shutil.ignore_patterns("__pycache__", ".*_cache", ".venv", "*.db*")
    return shutil.copytree(SHOP, tmp_path / "shop", ignore=ignored)


def git_apply(copy: Path, patch: str) -> None:
    """Apply a patch to the copy."""
    command = [shutil.which("git") or "git", "apply"]
    environment = os.environ | {"GIT_CEILING_DIRECTORIES": str(copy.parent)}
    subprocess.run(
        command, cwd=copy, env=environment, input=patch, text=True, check=True
    )


def run_tests(copy: Path, *arguments: str) -> tuple[int, str]:
    """Run tests of the copy on SQLite; return the status and the last line."""
    options = ["-q", "-p", "no:cacheprovider", "-k", "not postgresql"]
    environment = {name: os.environ[name] for name in ("PATH", "HOME")}
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *arguments],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout.strip().rpartition("\n")[2]


def test_new_endpoint_passes_its_tests(copy: Path, shown: Shown) -> None:
    git_apply(copy, shown(PATCH))

    status, last = run_tests(copy, TESTS)

    assert status == 0
    assert last.startswith("2 passed")


@pytest.mark.processes
def test_tests_without_the_endpoint_fail(copy: Path, shown: Shown) -> None:
    _, marker, tests = shown(PATCH).partition(f"diff --git a/{TESTS}")
    git_apply(copy, marker + tests)

    status, last = run_tests(copy, TESTS)

    assert status == 1
    assert last.startswith("2 failed")


@pytest.mark.processes
def test_new_endpoint_keeps_the_other_tests(copy: Path, shown: Shown) -> None:
    git_apply(copy, shown(PATCH))

    status, _ = run_tests(
        copy,
        "tests/notifications",
        "tests/test_openapi.py",
        "tests/test_dependencies.py",
    )

    assert status == 0
