"""A step that pipes the output of failed tests."""

from collections.abc import Callable
from pathlib import Path

from tests.patterns.pipelines.workflow_steps import (
    FAILING,
    WORKFLOW,
    project,
    read_key,
    run_step,
    scripts,
)

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/pipelines/hidden_failure.yml"


def test_failed_tests_end_the_step_with_success(
    shown: Shown, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    job = read_key(shown(WRONG), "jobs")["tests"]
    [script] = scripts(job)
    folder = project(tmp_path / "a", test_price=FAILING)

    done = run_step(script, folder, shell=None)

    assert "1 failed" in done.stdout
    assert done.returncode == 0
    measured(f"One test failed, and the step ended with exit code {done.returncode}.")


def test_failed_tests_fail_the_step(shown: Shown, tmp_path: Path) -> None:
    defaults = read_key(shown(f"{WORKFLOW}::defaults"), "defaults")
    [script] = scripts(read_key(shown(WRONG), "jobs")["tests"])
    folder = project(tmp_path / "a", test_price=FAILING)

    done = run_step(script, folder, shell=defaults["run"]["shell"])

    assert "1 failed" in done.stdout
    assert done.returncode == 1
