"""Actions by tag, which their owner or an attacker can move."""

from collections.abc import Callable
from pathlib import Path

from tests.patterns.pipelines.workflow_steps import WORKFLOW, zizmor

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/pipelines/action_by_tag.yml"


def test_actions_follow_a_tag(
    shown: Shown, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    text = shown(WRONG)

    found = zizmor(text, tmp_path)

    used = text.count("uses: ")
    assert found == ["unpinned-uses"] * used
    measured(f"zizmor reports `{found[0]}` for {len(found)} of {used} actions.")


def test_commits_are_accepted(shown: Shown, tmp_path: Path) -> None:
    assert "unpinned-uses" not in zizmor(shown(WORKFLOW), tmp_path)
