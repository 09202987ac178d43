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


def accept_violations(service: Path, *paths: str) -> None:
    """Write the baseline that the hook and the workflow name."""
    command = (sys.executable, "-m", "handbook_checks", *paths)
    options = ("--write-baseline", "handbook-baseline.json")
    done = run(service, *command, *options, PYTHONPATH=str(ROOT))
    assert done.returncode == 0, done.stderr


def break_rule(service: Path) -> None:
    """Add a violation that no baseline holds."""
    with (service / "app/services/user.py").open("a") as file:
        file.write("\n\nasync def save(session: AsyncSession) -> None:\n")
        file.write("    await session.commit()\n")


def add_hook(service: Path, handbook: Path) -> None:
    """Write the configuration that readers copy, for this repository."""
    settings = (ROOT / "examples/checks/pre-commit-config.yaml").read_text()
    commit = run(handbook, "git", "rev-parse", "HEAD").stdout.strip()
    settings = settings.replace(
        "https://github.com/OWNER/fastapi-handbook", str(handbook)
    )
    assert settings.count("0" * 40) == 1
    (service / ".pre-commit-config.yaml").write_text(settings.replace("0" * 40, commit))


def test_hook_reports_new_violations_only(
    handbook: Path, service: Path, tmp_path: Path
) -> None:
    add_hook(service, handbook)
    accept_violations(service, ".")
    run(service, "git", "add", "--all")
    hook = (str(PROGRAMS / "pre-commit"), "run", "--all-files")
    home = str(tmp_path / "pre-commit")

    accepted = run(service, *hook, PRE_COMMIT_HOME=home)
    break_rule(service)
    broken = run(service, *hook, PRE_COMMIT_HOME=home)

    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
    assert broken.returncode == 1
    assert ": DB-003 must: " in broken.stdout
    assert "\n1 violation\n" in broken.stdout


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


def test_workflow_reports_new_violations_only(handbook: Path, service: Path) -> None:
    workflow = yaml.safe_load((ROOT / "examples/checks/workflow.yml").read_text())
    *_, step = workflow["jobs"]["handbook"]["steps"]
    accept_violations(service, *step["with"]["path"].split())

    *_, accepted = run_action(handbook, service, step["with"])
    break_rule(service)
    *_, broken = run_action(handbook, service, step["with"])

    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
    assert broken.returncode == 1
    assert broken.stdout.count("::error ") == 1
