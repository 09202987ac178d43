"""After any edit, the incremental verdict equals that of a run of everything."""

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from handbook.__main__ import main
from handbook.common.errors import HandbookError
from handbook.proof import fresh
from handbook.proof.store import Proof, load
from handbook.proof.tools import tools
from handbook.prove import prove as proving
from handbook.prove.collect import Measurement, measure
from handbook.prove.groups import Groups
from handbook.prove.incremental import plan
from tests.handbook.prove.edits import EDITS, SOURCES, write


@pytest.fixture(autouse=True, scope="module")
def _no_tools() -> Iterator[None]:
    """Leave out ruff, mypy and basedpyright: they take seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proving, "diagnose", lambda *_: {})
        patch.setattr(proving, "headers", lambda *_: {})
        yield


@pytest.fixture(scope="module")
def shelf(proven: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a handbook that has one of each, with its proof."""
    root = tmp_path_factory.mktemp("shelf") / "handbook"
    shutil.copytree(proven, root)
    for path, text in SOURCES.items():
        write(path, text)(root)
    proving.prove(root, full=True, workers="0")
    return root


def verdict(root: Path, *, full: bool) -> Proof | str:
    """Return what is proven; a refusal is a verdict too."""
    try:
        proof = proving.prove(root, full=full, workers="0")
    except (HandbookError, ExceptionGroup):
        return "refused"
    tests = {name: replace(test, seconds=0.0) for name, test in proof.tests.items()}
    return replace(proof, tests=tests, made="", full=False)


def both(shelf: Path, target: Path, names: Iterable[str]) -> list[Proof | str]:
    """Return the incremental and the full verdict after some edits."""
    shutil.copytree(shelf, target)
    for name in names:
        EDITS[name](target)
    return [verdict(target, full=False), verdict(target, full=True)]


@pytest.mark.parametrize("name", EDITS)
def test_incremental_verdict_equals_the_full_one(
    shelf: Path, tmp_path: Path, name: str
) -> None:
    incremental, full = both(shelf, tmp_path / "handbook", [name])

    assert incremental == full


def chosen(seed: int) -> list[str]:
    """Return three edits, the same for each seed."""
    return sorted(EDITS, key=lambda name: sha256(f"{seed}{name}".encode()).digest())[:3]


@pytest.mark.parametrize("seed", [1, 2])
def test_random_edits_end_in_equal_verdicts(
    shelf: Path, tmp_path: Path, seed: int
) -> None:
    names = chosen(seed)

    incremental, full = both(shelf, tmp_path / "handbook", names)

    assert incremental == full


def test_proof_tells_whether_it_is_full(
    shelf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "handbook"
    shutil.copytree(shelf, root)
    assert main(["--root", str(root), "fresh", "--full"]) == 0

    EDITS["edit_body"](root)
    verdict(root, full=False)

    assert main(["--root", str(root), "fresh"]) == 0
    assert main(["--root", str(root), "fresh", "--full"]) == 1
    assert "run: uvx nox -s prove -- --full" in capsys.readouterr().err


def test_changed_tool_makes_the_proof_stale(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fresh, "tools", lambda: {**tools(), "ruff": "99"})

    reasons = fresh.stale(load(shelf), shelf)

    assert [reason.partition(" is now ")[2] for reason in reasons] == ["99"]


def test_file_that_coverage_alone_knows_is_not_taken_for_removed(shelf: Path) -> None:
    state, old = proving.State.of(shelf, ()), load(shelf)

    assert "tests/tools/tool.py" in old.files.keys() - state.before.keys()
    assert state.changed(old) == {}


def test_new_settings_run_only_the_tests_that_name_them(
    shelf: Path, tmp_path: Path
) -> None:
    root = tmp_path / "handbook"
    shutil.copytree(shelf, root)
    write("examples/patterns/flags.toml", "a = 1\n")(root)
    naming = "tests/patterns/test_flags.py"
    write(naming, "def test_flags(shown) -> None:\n    assert shown('flags.toml')\n")(
        root
    )
    state = proving.State.of(root, ())
    old = load(root)

    planned = plan(old, root, state.changed(old), state.edges)

    assert not planned.everything
    assert naming in planned.selection()
    assert not planned.reruns("tests/patterns/test_sums.py::test_half")
    assert not planned.reruns("tests/patterns/test_limits.py::test_limits")


@pytest.mark.parametrize(
    "path", ["ruff.toml", "examples/mypy.ini", "tests/conftest.py"]
)
def test_new_setting_runs_everything(shelf: Path, tmp_path: Path, path: str) -> None:
    root = tmp_path / "handbook"
    shutil.copytree(shelf, root)
    (root / path).write_text("")
    state = proving.State.of(root, ())
    old = load(root)

    planned = plan(old, root, state.changed(old), state.edges)

    assert planned.everything == f"{path} decides how everything runs"


@pytest.mark.parametrize("action", ["rename", "edit_and_restore"])
def test_file_moved_while_proving_is_stale_and_the_rest_is_proven(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    root = tmp_path / "handbook"
    shutil.copytree(shelf, root)
    file = root / "examples/patterns/sums.py"

    def disturbed(root: Path, groups: Groups, *, workers: str) -> Measurement:
        measured = measure(root, groups, workers=workers)
        if action == "rename":
            file.rename(file.with_name("totals.py"))
        else:
            os.utime(file, (1, 1))
        return measured

    monkeypatch.setattr(proving, "measure", disturbed)

    proof = proving.prove(root, full=True, workers="0")

    assert "examples/patterns/sums.py" in fresh.changes(proof, root)
    assert "tests/patterns/test_child.py::test_script" in proof.tests
