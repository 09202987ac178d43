"""A secret scan of tests that hold passwords on purpose."""

import shutil
from collections.abc import Callable
from pathlib import Path

from handbook.common.files import ROOT
from tests.patterns.hooks.repositories import HOOKS, Repository

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/hooks/secrets_without_baseline.yaml"
SHOP = ROOT / "examples/shop"
BASELINE = ".secrets.baseline"
NAMES = ["tests/users/test_create_user.py", "tests/core/test_tokens.py"]


def commit_tests(folder: Path, hooks: str) -> tuple[int, int]:
    """Return exit code and findings for a commit of tests of the shop."""
    repository = Repository.create(folder, hooks)
    for name in NAMES:
        repository.write(name, (SHOP / name).read_text())
    shutil.copy(SHOP / BASELINE, folder)
    done = repository.run("secrets")
    return done.returncode, done.stdout.count("Location:    tests/")


def test_known_test_values_refuse_the_commit(
    shown: Shown, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    code, findings = commit_tests(tmp_path / "a", shown(WRONG))

    assert (code, findings) == (1, 3)
    measured(
        f"The hook refused a commit of {len(NAMES)} test modules for {findings} values "
        "that are made up."
    )


def test_reviewed_values_are_accepted(shown: Shown, tmp_path: Path) -> None:
    hooks = f"repos:\n{shown(f'{HOOKS}::repos.2')}"

    assert commit_tests(tmp_path / "a", hooks) == (0, 0)
