"""What the hooks report about a commit."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

type Shown = Callable[[str], str]

ROOT = Path(__file__).parents[3]
PROGRAMS = Path(sys.executable).parent
HOOKS = "examples/shop/.pre-commit-config.yaml"
PROJECT = """
[project]
name = "orders"
version = "0.1.0"

[tool.mypy]
strict = true
files = ["orders"]
"""
UNUSED_IMPORT = '"""Orders."""\n\nimport os\n'
UNTYPED = '"""Orders."""\n\n\ndef read(order):\n    return order\n'
TYPED = '"""Orders."""\n\n\ndef read(order: str) -> str:\n    return order\n'


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, and return what it prints."""
    program = shutil.which("git") or "git"
    done = subprocess.run(
        [program, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path, shown: Shown) -> Path:
    """Return a repository with the hooks, and nothing committed."""
    folder = tmp_path / "repository"
    (folder / "orders").mkdir(parents=True)
    (folder / "pyproject.toml").write_text(PROJECT)
    (folder / ".python-version").write_text((ROOT / ".python-version").read_text())
    (folder / ".pre-commit-config.yaml").write_text(
        f"repos:\n{shown(f'{HOOKS}::repos.0')}"
    )
    git(folder, "init", "--quiet")
    return folder


def failed(repository: Path, code: str) -> Sequence[str]:
    """Return the hooks that refuse a module."""
    (repository / "orders" / "service.py").write_text(code)
    git(repository, "add", "--all")
    installed = {"UV_NO_SYNC": "1", "UV_PROJECT_ENVIRONMENT": sys.prefix}
    path = f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"
    home = {"PRE_COMMIT_HOME": str(repository / ".git" / "hooks_home")}
    done = subprocess.run(
        [PROGRAMS / "pre-commit", "run", "--all-files", "--color", "never"],
        cwd=repository,
        env={**os.environ, **installed, **home, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if "..." in line]
    assert len(lines) == 3, done.stdout + done.stderr
    return [line.partition(".")[0] for line in lines if line.endswith("Failed")]


def test_unused_import_is_refused(repository: Path) -> None:
    assert failed(repository, UNUSED_IMPORT) == ["ruff check"]


def test_bad_layout_is_refused(repository: Path) -> None:
    assert failed(repository, TYPED.replace(" -> ", "->")) == ["ruff format"]


def test_missing_annotation_is_refused(repository: Path) -> None:
    assert failed(repository, UNTYPED) == ["mypy"]


def test_clean_commit_is_accepted(repository: Path) -> None:
    assert failed(repository, TYPED) == []


def test_secrets_and_what_tools_write_stay_out(repository: Path, shown: Shown) -> None:
    (repository / ".gitignore").write_text(shown("examples/shop/.gitignore"))
    for name in (".env", "shop.db", ".venv/marker", ".mypy_cache/x", "orders/a.pyc"):
        (repository / name).parent.mkdir(exist_ok=True)
        (repository / name).write_text("")

    git(repository, "add", "--all")

    assert git(repository, "ls-files").split() == [
        ".gitignore",
        ".pre-commit-config.yaml",
        ".python-version",
        "pyproject.toml",
    ]
