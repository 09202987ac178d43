"""Every check of the page *Start your own*, on a copy after each change of the page."""

import re
import shlex

import pytest

from handbook.common.files import ROOT
from tests.patterns.extending.changes import FOLDER, OWN_APP, Shown
from tests.patterns.extending.copied_app import CopiedApp
from tests.patterns.patches import git_apply

PAGE = ROOT / "docs" / "start-your-own.md"
COMMAND = re.compile(r"^- `uv run ([^`]+)`", re.MULTILINE)


def checks() -> list[list[str]]:
    """Return the commands that the page lists."""
    return [shlex.split(command) for command in COMMAND.findall(PAGE.read_text())]


@pytest.mark.lifted
@pytest.mark.parametrize("change", OWN_APP)
def test_changed_app_passes_all_checks(
    copied: CopiedApp, shown: Shown, change: str
) -> None:
    OWN_APP[change](copied, shown)

    assert [command[0] for command in checks()].count("pytest") == 1
    for command in checks():
        copied.run(*command)


@pytest.mark.processes
def test_forgotten_places_of_the_name_are_named(
    copied: CopiedApp, shown: Shown
) -> None:
    patch = shown(f"{FOLDER}/rename_app.diff")
    git_apply(copied.folder, patch, "--include=app/*")

    failed = copied.failures("tests/test_name.py")

    assert failed.count("FAILED tests/test_name.py") == 4
