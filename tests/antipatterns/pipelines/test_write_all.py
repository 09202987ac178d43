"""The token of a workflow that states no limits."""

from collections.abc import Callable
from pathlib import Path

from handbook.common.markup import listed
from tests.patterns.pipelines.workflow_steps import WORKFLOW, zizmor

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/pipelines/write_all.yml"
FOUND = {"excessive-permissions", "artipacked"}


def test_every_job_may_write(
    shown: Shown, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    found = zizmor(shown(WRONG), tmp_path, "--persona", "pedantic")

    reported = [name for name in found if name in FOUND]
    assert sorted(reported) == sorted(FOUND)
    measured(f"`zizmor --persona pedantic` reports {listed(reported)}.")


def test_no_job_may_write_but_what_it_lists(shown: Shown, tmp_path: Path) -> None:
    found = zizmor(shown(WORKFLOW), tmp_path, "--persona", "pedantic")

    assert set(found).isdisjoint(FOUND)
