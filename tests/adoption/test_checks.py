"""The checks on a service that is not ours, as a pre-commit hook and as an Action."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from handbook.common.files import ROOT
from handbook.proof.scope import tree

pytestmark = pytest.mark.processes

PROGRAMS = Path(sys.executable).parent
VIOLATION = "app/repositories/user.py:15:15: DB-003 must: "
ANNOTATION = "::error file=app/repositories/user.py,line=15,col=15,title=DB-003::"


def run(
    folder: Path, *command: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def make_repository(folder: Path) -> None:
    """Commit a folder's files; no setting of the machine's user takes part."""
    git = ("git", "-c", "user.name=Tester", "-c", "user.email=tester@example.org")
    for arguments in (
        ("init", "--quiet"),
        ("add", "--all"),
        ("commit", "--quiet", "-m", "A", "--no-verify"),
    ):
        done = run(folder, *git, *arguments)
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository of what the handbook publishes, uncommitted edits too."""
    folder = tmp_path_factory.mktemp("handbook")
    for path in tree(ROOT):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, folder / path)
    make_repository(folder)
    return folder


@pytest.fixture
def service(tmp_path: Path) -> Path:
    """Return a repository of the layered service."""
    folder = tmp_path / "service"
    shutil.copytree(ROOT / "tests/foreign/layered", folder)
    make_repository(folder)
    return folder


def test_hook_reports_violations_of_the_committed_files(
    handbook: Path, service: Path, tmp_path: Path
) -> None:
    hook = [str(PROGRAMS / "pre-commit"), "try-repo", str(handbook), "fastapi-handbook"]
    home = str(tmp_path / "pre-commit")

    bad = run(service, *hook, "--all-files", PRE_COMMIT_HOME=home)
    good = run(service, *hook, "--files", "app/__init__.py", PRE_COMMIT_HOME=home)

    assert bad.returncode == 1, bad.stdout + bad.stderr
    assert VIOLATION in bad.stdout
    assert good.returncode == 0, good.stdout + good.stderr


def run_action(
    handbook: Path, service: Path, inputs: Mapping[str, str]
) -> list[subprocess.CompletedProcess[str]]:
    """Run the steps of the Action as its runner does: bash, and each in turn."""
    action: dict[str, Any] = yaml.safe_load((handbook / "action.yml").read_text())
    given = {name: known["default"] for name, known in action["inputs"].items()}
    given |= inputs
    machine = {"GITHUB_ACTION_PATH": str(handbook), "RUNNER_TEMP": str(service.parent)}
    done: list[subprocess.CompletedProcess[str]] = []
    for step in action["runs"]["steps"]:
        assert step["shell"] == "bash"
        values = {
            name: given[value.removeprefix("${{ inputs.").removesuffix(" }}")]
            for name, value in step.get("env", {}).items()
        }
        bash = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")
        done.append(run(service, *bash, step["run"], **machine, **values))
        if done[-1].returncode:
            break
    return done


def test_action_annotates_violations(handbook: Path, service: Path) -> None:
    install, check = run_action(handbook, service, {"path": "app tests"})

    assert install.returncode == 0, install.stderr
    assert check.returncode == 1, check.stderr
    assert ANNOTATION in check.stdout


def test_action_with_baseline_reports_new_violations_only(
    handbook: Path, service: Path
) -> None:
    accept = (sys.executable, "-m", "handbook_checks", "app", "tests")
    run(service, *accept, "--write-baseline", "accepted.json", PYTHONPATH=str(handbook))
    inputs = {"path": "app tests", "baseline": "accepted.json", "format": "text"}

    *_, unchanged = run_action(handbook, service, inputs)
    with (service / "app/services/user.py").open("a") as file:
        file.write("\n\nasync def save(session):\n    await session.commit()\n")
    *_, edited = run_action(handbook, service, inputs)

    assert unchanged.returncode == 0, unchanged.stdout + unchanged.stderr
    assert edited.returncode == 1
    assert edited.stdout.endswith("\n1 violation\n")
