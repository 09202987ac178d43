"""The hook and the workflow that a reader copies, read by the tools that run them."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import yaml

from handbook.common.files import ROOT

PROGRAMS = Path(sys.executable).parent
HOOK = "examples/checks/pre-commit-config.yaml"
WORKFLOW = "examples/checks/workflow.yml"

type Shown = Callable[[str], str]


def read_by(program: str, *arguments: str, folder: Path) -> str:
    """Return what a program says of a file; AssertionError where it refuses it."""
    command = [str(PROGRAMS / program), *arguments]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_pre_commit_accepts_the_hook_that_the_repository_offers(
    shown: Shown, tmp_path: Path
) -> None:
    text = shown(f"{HOOK}::repos")
    (tmp_path / "config.yaml").write_text(text)

    said = read_by("pre-commit", "validate-config", "config.yaml", folder=tmp_path)

    [repository] = yaml.safe_load(text)["repos"]
    offered = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert {hook["id"] for hook in repository["hooks"]} <= {h["id"] for h in offered}
    assert said == ""


def test_workflow_is_well_formed_and_names_inputs_of_the_action(
    shown: Shown, tmp_path: Path
) -> None:
    text = shown(WORKFLOW)
    (tmp_path / "workflow.yml").write_text(text)

    said = read_by("actionlint", "workflow.yml", folder=tmp_path)

    *_, step = yaml.safe_load(text)["jobs"]["handbook"]["steps"]
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    assert set(step["with"]) <= set(action["inputs"])
    assert said == ""
