"""A wrong argument for a class of a package that the app installs."""

import shlex
import sys
import venv
from collections.abc import Callable, Sequence
from pathlib import Path

import yaml

from tests.patterns.hooks.repositories import HOOKS, Repository

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/hooks/isolated_mypy.yaml"
ARGUMENTS = ["--ignore-missing-imports", "--scripts-are-modules"]
"""What the hook of mirrors-mypy passes to mypy."""

SETTINGS = '[project]\nname = "a"\nversion = "1"\n\n[tool.mypy]\nstrict = true\n'
WRONG_STATUS = """from starlette.responses import Response


def answer(text: str) -> Response:
    return Response(text, status_code="200")
"""


def errors(folder: Path, command: Sequence[str]) -> int:
    """Return how many errors mypy reports about the module."""
    repository = Repository.create(folder, "repos: []\n")
    repository.write("pyproject.toml", SETTINGS)
    repository.write("answers.py", WRONG_STATUS)
    done = repository.start(*command, "answers.py")
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout.count(": error: ")


def test_wrong_argument_is_not_reported(
    shown: Shown, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    [source] = yaml.safe_load(shown(WRONG))["repos"]
    [hook] = source["hooks"]
    assert "additional_dependencies" not in hook
    venv.create(tmp_path / "hook", symlinks=True)
    python = f"--python-executable={tmp_path / 'hook/bin/python'}"

    isolated = errors(
        tmp_path / "a", [sys.executable, "-m", "mypy", python, *ARGUMENTS]
    )

    assert isolated == 0
    measured(f"mypy in strict mode reported {isolated} of 1 errors.")


def test_wrong_argument_is_reported(shown: Shown, tmp_path: Path) -> None:
    hooks = yaml.safe_load(shown(f"{HOOKS}::repos.0"))[0]["hooks"]
    [entry] = [hook["entry"] for hook in hooks if hook["id"] == "mypy"]

    assert errors(tmp_path / "a", shlex.split(entry)) == 1
