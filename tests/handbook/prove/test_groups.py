"""Tests that share state run in one process, however many workers there are."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from handbook.proof.store import Proof
from handbook.prove import prove as proving
from handbook.prove.groups import groups_of
from tests.handbook.conftest import diagnose_nothing

type Write = Callable[[str, str], Path]

ONCE = """
    seen: list[int] = []


    def greet(number: int) -> str:
        if seen:
            return "again"
        seen.append(number)
        return "welcome"
    """
TESTS = """
    from patterns.once import greet


    def test_one() -> None:
        assert greet({number})


    def test_two() -> None:
        assert greet({number})
    """
FILES: Mapping[str, str] = {
    "examples/patterns/once.py": ONCE,
    **{f"tests/patterns/test_once_{n}.py": TESTS.format(number=n) for n in range(4)},
}


@pytest.mark.parametrize("workers", ["2", "3"])
def test_branches_do_not_depend_on_the_number_of_workers(
    project: Path, write: Write, monkeypatch: pytest.MonkeyPatch, workers: str
) -> None:
    for path, text in FILES.items():
        write(f"handbook/{path}", text)
    monkeypatch.setattr(proving, "diagnose", diagnose_nothing)

    alone = proving.prove(project, full=True, workers="0")
    shared = proving.prove(project, full=True, workers=workers)

    assert said_of(shared) == said_of(alone)


def said_of(proof: Proof) -> object:
    """Return what ran the file: its lines and branches by test."""
    path = "examples/patterns/once.py"
    names = list(proof.tests)
    return (
        {line: [names[n] for n in by] for line, by in proof.lines[path].items()},
        proof.branches[path],
    )


def test_groups_are_joined_where_they_overlap(write: Write, tmp_path: Path) -> None:
    keeper = "found = []\n\n\ndef f() -> None:\n    found.append(1)\n"
    for name in "abc":
        write(f"examples/patterns/{name}.py", keeper)
    tests = {"one": "ab", "two": "bc", "three": "c", "four": ""}
    edges: dict[str, set[str]] = {
        f"examples/patterns/{name}.py": set() for name in "abc"
    }
    for name, needed in tests.items():
        path = f"tests/patterns/test_{name}.py"
        write(path, "X = 1\n")
        edges[path] = {f"examples/patterns/{letter}.py" for letter in needed}

    first = "tests/patterns/test_one.py"
    assert groups_of(tmp_path, edges) == {
        f"tests/patterns/test_{name}.py": first for name in ("one", "three", "two")
    }
