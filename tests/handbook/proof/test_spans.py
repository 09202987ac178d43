from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from handbook.book.snippets import read_span
from handbook.proof.spans import evidence, exercised
from handbook.proof.store import Branches, Proof, ProvenTest, Witness

type Write = Callable[[str, str], Path]

PATH = "examples/patterns/sums.py"
TOOLS = "examples/tools.toml"
SOURCE = """\
LIMIT = 10

def half(number):
    return number / 2

def sign(number):
    if number < 0:
        return "minus"
    return "plus"
"""


@pytest.fixture
def proof(write: Write) -> Proof:
    """Two tests ran ``half``, one of them failed; ``sign`` was run for one case."""
    write(PATH, SOURCE)
    write(TOOLS, "[one]\na = 1\n\n[two]\nb = 2\n")
    return Proof(
        format=1,
        made="",
        python="3.13.0",
        files={},
        tests={
            "a": ProvenTest("passed", "t.py", 1, 0.0, "SQLite 3"),
            "b": ProvenTest("failed", "t.py", 2, 0.0, "PostgreSQL 18"),
            "c": ProvenTest("passed", "t.py", 3, 0.0, used=(f"{TOOLS}::zero, one",)),
        },
        lines={PATH: {1: (2,), 4: (0, 1), 7: (2,), 9: (2,)}},
        imported={PATH: (3, 6)},
        also_imported={PATH: (1,)},
        missing={PATH: (8,)},
        branches={PATH: Branches(((7, 9),), ((2,),), ((7, 8),))},
        witnesses={},
        outputs={},
    )


def test_lines_of_a_function_name_its_passed_tests(
    proof: Proof, tmp_path: Path
) -> None:
    found = exercised(proof, PATH, [(3, 4)], tmp_path)

    assert found.tests == ("a",)
    assert found.databases == ("SQLite 3",)
    assert (found.statements, found.statements_run) == (2, 2)
    assert (found.never_run, found.one_way, found.import_only) == ((), (), False)


def test_line_that_no_test_ran_is_named(proof: Proof, tmp_path: Path) -> None:
    found = exercised(proof, PATH, [(6, 9)], tmp_path)

    assert [str(line) for line in found.never_run] == [
        f'{PATH}::sign line 8: return "minus"'
    ]
    assert [str(line) for line in found.one_way] == [
        f"{PATH}::sign line 7: if number < 0:"
    ]
    assert (found.statements, found.statements_run) == (4, 3)
    assert (found.branches, found.branches_run) == (2, 1)


def test_line_that_only_a_failed_test_ran_is_named(
    proof: Proof, tmp_path: Path
) -> None:
    only_failed = replace(proof, lines={PATH: {4: (1,)}})

    found = exercised(only_failed, PATH, [(3, 4)], tmp_path)

    assert [line.line for line in found.never_run] == [4]


def test_constant_runs_at_import_only(proof: Proof, tmp_path: Path) -> None:
    found = exercised(proof, PATH, [(1, 1)], tmp_path)

    assert found.import_only
    assert not found.never_run


def test_settings_are_proven_by_the_test_that_took_them(
    proof: Proof, tmp_path: Path
) -> None:
    taken = exercised(proof, TOOLS, [(1, 2)], tmp_path, ["one"])
    other = exercised(proof, TOOLS, [(4, 5)], tmp_path, ["two"])

    assert (taken.tests, taken.never_run) == (("c",), ())
    assert [str(part) for part in other.never_run] == [f"{TOOLS}::two line 4: [two]"]


@pytest.mark.parametrize("names", [["one.a"], ["one", "two"], []])
def test_part_of_settings_proves_no_smaller_or_larger_one(
    proof: Proof, tmp_path: Path, names: list[str]
) -> None:
    assert exercised(proof, TOOLS, [(1, 2)], tmp_path, names).never_run


def test_whole_settings_prove_no_part_of_them(proof: Proof, tmp_path: Path) -> None:
    whole = replace(proof.tests["c"], used=(TOOLS,))
    taken = replace(proof, tests={**proof.tests, "c": whole})

    assert not exercised(taken, TOOLS, [(1, 5)], tmp_path).never_run
    assert exercised(taken, TOOLS, [(1, 2)], tmp_path, ["one"]).never_run


WRONG = "examples/antipatterns/server.conf"


def test_harm_speaks_of_the_settings_that_its_test_took(
    proof: Proof, write: Write, tmp_path: Path
) -> None:
    write(WRONG, "# /// bad\n# ///\n\nevents {\n}\n\nhttp {\n}\n")
    took_events = replace(proof.tests["a"], used=(f"{WRONG}::events",))
    witness = Witness(right=TOOLS, harm="a")
    harmed = replace(proof, tests={"a": took_events}, witnesses={WRONG: witness})

    def harm_of(part: str) -> str | None:
        span = read_span(f"{WRONG}{part}", tmp_path)
        found = evidence(harmed, WRONG, span.ranges, tmp_path)
        assert found.diagnostics == {}
        return found.harm

    assert [harm_of(part) for part in ("::events", "::http", "")] == ["a", None, None]


def test_header_of_wrong_settings_is_not_shown(write: Write, tmp_path: Path) -> None:
    write(WRONG, "# /// bad\n# ///\n\nevents {\n}\n")

    assert read_span(WRONG, tmp_path).text == "events {\n}\n"
