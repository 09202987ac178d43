"""The tests of a fork, in a job that holds a secret."""

from collections.abc import Callable
from pathlib import Path

import yaml

from tests.patterns.pipelines.workflow_steps import (
    WORKFLOW,
    project,
    read_key,
    run_step,
    scripts,
    zizmor,
)

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/pipelines/target_checkout.yml"
PROTECTED = "s3cr3t-of-production"
"""The value that the fork must not read."""
FORK = """
import os
from pathlib import Path


def test_price():
    Path("stolen").write_text(os.environ.get("DEPLOY_TOKEN", ""))
"""


def steal(script: str, folder: Path, variables: dict[str, str]) -> str:
    """Run a step on the code of the fork; return what its test wrote."""
    secrets = {"${{ secrets.DEPLOY_TOKEN }}": PROTECTED}
    given = {name: secrets.get(text, "") for name, text in variables.items()}
    assert run_step(script, folder, environment=given).returncode == 0
    return (folder / "stolen").read_text()


def test_code_of_a_fork_reads_the_token(
    shown: Shown, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    text = shown(WRONG)
    job = yaml.safe_load(text)["jobs"]["preview"]
    folder = project(tmp_path / "a", test_price=FORK)

    stolen = steal(scripts(job)[0], folder, job["env"])

    found = zizmor(text, tmp_path)
    assert stolen == PROTECTED
    assert found == ["dangerous-triggers"]
    measured(
        f"A test of the fork read all {len(stolen)} characters of the token. zizmor "
        f"reports `{found[0]}`."
    )


def test_code_of_a_fork_finds_no_token(shown: Shown, tmp_path: Path) -> None:
    job = read_key(shown(f"{WORKFLOW}::jobs.tests"), "tests")
    folder = project(tmp_path / "a", test_price=FORK)

    assert steal(scripts(job)[0], folder, {}) == ""
    assert "secrets." not in shown(f"{WORKFLOW}::jobs.tests")
    assert zizmor(shown(WORKFLOW), tmp_path) == []
