"""A pull request whose title is a shell command."""

from collections.abc import Callable
from pathlib import Path

import yaml

from tests.patterns.pipelines.workflow_steps import run_step, zizmor

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/pipelines/title_in_script.yml"
RIGHT = "examples/patterns/pipelines/title.yml"
EXPRESSION = "${{ github.event.pull_request.title }}"
TITLE = 'Fix prices"; touch stolen; "'


def check_title(text: str, folder: Path) -> int:
    """Run the step with the title filled in, as GitHub does before the shell starts."""
    [step] = yaml.safe_load(text)["jobs"]["title"]["steps"]
    filled = {
        name: value.replace(EXPRESSION, TITLE)
        for name, value in step.get("env", {}).items()
    }
    script = step["run"].replace(EXPRESSION, TITLE)
    return run_step(script, folder, shell=None, environment=filled).returncode


def test_title_runs_as_a_command(
    shown: Shown, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    text = shown(WRONG)

    check_title(text, tmp_path)

    found = zizmor(text, tmp_path)
    assert (tmp_path / "stolen").exists()
    assert found == ["template-injection"]
    measured(
        f"The shell ran `touch stolen` from the title. zizmor reports `{found[0]}`."
    )


def test_title_is_text(shown: Shown, tmp_path: Path) -> None:
    text = shown(RIGHT)

    assert check_title(text, tmp_path) == 0
    assert not (tmp_path / "stolen").exists()
    assert zizmor(text, tmp_path) == []
