"""Put what was measured together into a proof."""

import datetime as dt
import platform
from collections.abc import Iterable, Mapping
from pathlib import Path

from handbook.proof.collect import Measurement
from handbook.proof.functions import shape
from handbook.proof.measure import FileCoverage
from handbook.proof.scope import digests, scope
from handbook.proof.store import FORMAT, Branches, Output, Proof, ProvenTest, Witness
from handbook.snippets import read_span


def assemble(
    root: Path,
    measured: Measurement,
    witnesses: Mapping[str, Witness],
    outputs: Mapping[str, Output],
    named: Iterable[str] = (),
) -> Proof:
    """Return the proof of the files as they are.

    ``named`` are further files, those that commands name.
    """
    tests = dict(sorted(measured.tests.items()))
    credit = {path: file.by_test for path, file in measured.files.items()}
    credit |= _taken(root, tests)
    numbers = {name: number for number, name in enumerate(tests)}
    files = measured.files
    paths = {*scope(root), *credit, *named}
    return Proof(
        format=FORMAT,
        made=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        python=platform.python_version(),
        files=digests(root, paths),
        tests=tests,
        lines={
            path: _numbered(lines, numbers) for path, lines in sorted(credit.items())
        },
        imported={p: _sorted(f.at_import - f.by_test.keys()) for p, f in files.items()},
        also_imported={
            p: _sorted(f.at_import & f.by_test.keys()) for p, f in files.items()
        },
        missing={p: _sorted(f.statements - f.ran) for p, f in files.items()},
        branches={p: _branches(f) for p, f in files.items() if f.executed | f.untaken},
        witnesses=dict(sorted(witnesses.items())),
        outputs=dict(sorted(outputs.items())),
        shapes={p: shape(_text(root / p)) for p in sorted(paths) if p.endswith(".py")},
    )


def _taken(
    root: Path, tests: Mapping[str, ProvenTest]
) -> dict[str, dict[int, frozenset[str]]]:
    """Credit the lines that tests took as text with the ``shown`` fixture."""
    found: dict[str, dict[int, set[str]]] = {}
    for name, test in tests.items():
        for reference in test.used:
            span = read_span(reference, root)
            for first, last in span.ranges:
                for line in range(first, last + 1):
                    found.setdefault(span.path, {}).setdefault(line, set()).add(name)
    return {
        path: {line: frozenset(names) for line, names in sorted(lines.items())}
        for path, lines in found.items()
        if not path.endswith(".py")
    }


def _numbered(
    lines: Mapping[int, frozenset[str]], numbers: Mapping[str, int]
) -> dict[int, tuple[int, ...]]:
    return {n: _sorted(numbers[t] for t in tests) for n, tests in sorted(lines.items())}


def _branches(file: FileCoverage) -> Branches:
    return Branches(tuple(sorted(file.executed)), tuple(sorted(file.untaken)))


def _sorted(numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(numbers))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
