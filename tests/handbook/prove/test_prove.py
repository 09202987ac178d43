import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from handbook.common.errors import HandbookError
from handbook.common.files import ROOT
from handbook.proof.fresh import stale
from handbook.proof.scope import digests, scope
from handbook.proof.store import PROOF_FILE, Proof, load, save
from handbook.prove.collect import measure

SUMS = "examples/patterns/sums.py"
TEST_SUMS = "tests/patterns/test_sums.py"
HALF = f"{TEST_SUMS}::test_half"
HARM = "tests/antipatterns/test_prices.py::test_cents_are_lost"
RIGHT = "tests/antipatterns/test_prices.py::test_cents_are_kept"

type Edit = Callable[[str, str, str], None]
type Prove = Callable[..., Proof]


def names(proof: Proof, path: str, line: int) -> list[str]:
    tests = list(proof.tests)
    return [tests[number] for number in proof.lines[path].get(line, ())]


PROJECT_INSIDE = """
[tool.pytest]
pythonpath = ["../../examples"]
addopts = ["--import-mode=importlib"]
"""


def observed(proof: Proof) -> Proof:
    """Return the proof without what differs from run to run."""
    tests = {name: replace(test, seconds=0.0) for name, test in proof.tests.items()}
    return replace(proof, tests=tests, made="", full=False)


def test_proof_names_the_tests_of_each_line(proven: Path) -> None:
    proof = load(proven)

    assert set(proof.tests) == {
        HALF,
        f"{TEST_SUMS}::test_sign[-1]",
        f"{TEST_SUMS}::test_sign[1]",
        HARM,
        RIGHT,
    }
    assert names(proof, SUMS, 5) == [RIGHT, HALF]
    assert proof.imported[SUMS] == (1, 4, 8)
    assert proof.missing[SUMS] == ()
    assert sorted(proof.branches[SUMS].executed) == [(9, 10), (9, 11)]
    assert proof.tests[HARM].measured == ("Half of 5 was 2.",)
    assert (proof.tests[HALF].path, proof.tests[HALF].line) == (TEST_SUMS, 6)
    assert proof.witnesses["examples/antipatterns/prices.py"].harm == HARM
    assert proof.files == digests(proven, scope(proven))


def ran_in(capfd: pytest.CaptureFixture[str]) -> str:
    return capfd.readouterr().out


def test_nothing_runs_where_nothing_changed(
    project: Path, prove: Prove, capfd: pytest.CaptureFixture[str]
) -> None:
    before = load(project)

    assert prove() == before
    assert "passed" not in ran_in(capfd)


def test_edit_of_a_body_runs_the_tests_of_its_file(
    prove: Prove, edit: Edit, capfd: pytest.CaptureFixture[str]
) -> None:
    edit("examples/patterns/prices.py", "return half(price)", "return price / 2")

    merged = prove()

    assert "1 passed" in ran_in(capfd)
    assert names(merged, SUMS, 5) == [HALF]
    assert observed(merged) == observed(prove(full=True))


def test_edit_of_a_module_runs_all_that_import_it(
    prove: Prove, edit: Edit, capfd: pytest.CaptureFixture[str]
) -> None:
    edit(SUMS, "LIMIT = 10", "LIMIT = 10\nLEAST = 1")

    merged = prove()

    assert "5 passed" in ran_in(capfd)
    assert merged.imported[SUMS] == (1, 2, 5, 9)
    assert observed(merged) == observed(prove(full=True))


def test_renamed_and_added_tests_replace_the_old(
    prove: Prove, edit: Edit, capfd: pytest.CaptureFixture[str]
) -> None:
    more = "def test_least() -> None:\n    assert LIMIT\n\n\ndef test_middle"
    edit(TEST_SUMS, "def test_half", more)
    edit(TEST_SUMS, "import half", "import LIMIT, half")

    merged = prove()

    assert "4 passed" in ran_in(capfd)
    assert HALF not in merged.tests
    assert names(merged, SUMS, 5) == [RIGHT, f"{TEST_SUMS}::test_middle"]
    assert observed(merged) == observed(prove(full=True))


def test_tests_of_a_project_inside_keep_their_names(
    project: Path, prove: Prove, edit: Edit
) -> None:
    (project / "tests/patterns/pyproject.toml").write_text(PROJECT_INSIDE)
    before = set(prove().tests)
    edit(TEST_SUMS, "half(3) == 1.5", "half(5) == 2.5")

    assert set(prove().tests) == before


def test_removed_tests_take_their_credit_along(project: Path, prove: Prove) -> None:
    let_be_fastest(project, TEST_SUMS)
    (project / TEST_SUMS).unlink()

    merged = prove()

    assert set(merged.tests) == {HARM, RIGHT}
    assert names(merged, SUMS, 5) == [RIGHT]
    assert observed(merged) == observed(prove(full=True))


def let_be_fastest(project: Path, module: str) -> None:
    """Write into the proof that no test takes less time than those of this file."""
    proof = load(project)
    seconds = {name: float(not name.startswith(module)) for name in proof.tests}
    tests = {n: replace(t, seconds=seconds[n]) for n, t in proof.tests.items()}
    save(replace(proof, tests=tests), project)


def test_failing_test_leaves_the_old_proof(
    project: Path, prove: Prove, edit: Edit, capfd: pytest.CaptureFixture[str]
) -> None:
    before = (project / PROOF_FILE).read_bytes()
    edit(TEST_SUMS, "== 1.5", "== 1")

    with pytest.raises(HandbookError, match="no proof was written"):
        prove()

    assert "assert 1.5 == 1" in ran_in(capfd)
    assert (project / PROOF_FILE).read_bytes() == before


def test_stale_proof_names_each_file(project: Path, edit: Edit) -> None:
    edit(SUMS, "LIMIT = 10", "LIMIT = 11")
    (project / "tests/patterns/test_more.py").write_text("")
    (project / "examples/antipatterns/prices.py").unlink()

    assert stale(load(project), project, ["shop$ ls"]) == [
        "examples/antipatterns/prices.py was removed",
        f"{SUMS} was edited",
        "tests/patterns/test_more.py is new",
        "the output of 'shop$ ls' was not recorded",
    ]


STARTS_A_PROGRAM = """
import subprocess
import sys


def test_program() -> None:
    assert subprocess.check_call([sys.executable, "-c", "pass"], cwd="/") == 0
"""


@pytest.mark.parametrize("workers", ["0", "2"])
def test_program_of_a_test_inherits_no_path_to_the_repository(
    project: Path, monkeypatch: pytest.MonkeyPatch, workers: str
) -> None:
    test = "tests/patterns/test_program.py"
    (project / test).write_text(STARTS_A_PROGRAM, encoding="utf-8")
    everywhere = f"{ROOT}{os.pathsep}{project}"
    monkeypatch.setattr("handbook.common.process.ROOT", everywhere)

    measured = measure(project, {}, [test], changed=[], workers=workers)

    assert measured.tests[f"{test}::test_program"].reads == ()


def test_selection_in_which_nothing_runs_is_refused(project: Path) -> None:
    (project / "tests/patterns/empty").mkdir()

    with pytest.raises(HandbookError, match="the tests ran no line"):
        measure(project, {}, ["tests/patterns/empty"])
