"""A commit that changes the dependencies alone."""

from collections.abc import Callable
from pathlib import Path

from tests.patterns.hooks.repositories import HOOKS, Repository

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/hooks/lock_check_for_python.yaml"
PROJECT = '[project]\nname = "a"\nversion = "1"\nrequires-python = ">=3.12"\n'


def commit_dependency(folder: Path, hooks: str) -> tuple[int, str]:
    """Return exit code and output for a commit without the new lock file."""
    repository = Repository.create(folder, hooks)
    repository.write("pyproject.toml", PROJECT)
    assert repository.start("uv", "lock").returncode == 0
    repository.write("pyproject.toml", f"{PROJECT}[dependency-groups]\ndev = []\n")
    done = repository.run("uv-lock")
    return done.returncode, done.stdout


def test_changed_dependency_is_skipped(
    shown: Shown, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    code, said = commit_dependency(tmp_path / "a", shown(WRONG))

    skipped = said.count("Skipped")
    assert (code, skipped) == (0, 1)
    measured(
        f"pre-commit skipped {skipped} of 1 hooks and ended with exit code {code}, "
        "although `uv.lock` was out of date."
    )


def test_changed_dependency_is_refused(shown: Shown, tmp_path: Path) -> None:
    hooks = f"repos:\n{shown(f'{HOOKS}::repos.3')}"

    code, said = commit_dependency(tmp_path / "a", hooks)

    assert code == 1
    assert "needs to be updated" in said
