"""Put what was measured together into a proof."""

import datetime as dt
import platform
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from handbook.common.files import read_text
from handbook.proof.functions import caches, code_of, shape
from handbook.proof.scope import digests
from handbook.proof.store import (
    FORMAT,
    NO_TEST,
    Branches,
    Output,
    Proof,
    ProvenTest,
    Witness,
)
from handbook.prove.collect import Measurement
from handbook.prove.measure import AT_IMPORT, FileCoverage


def assemble(
    root: Path,
    measured: Measurement,
    witnesses: Mapping[str, Witness],
    outputs: Mapping[str, Output],
    before: Mapping[str, str],
) -> Proof:
    """Return the proof of the files as they were when the tests began.

    ``before`` holds the fingerprints of then: a file that was edited meanwhile makes
    the proof stale.
    """
    tests = dict(sorted(measured.tests.items()))
    credit = {path: file.by_test for path, file in measured.files.items()}
    credit |= {path: {} for path in _taken(root, tests)}
    numbers = {name: number for number, name in enumerate(tests)}
    numbers[AT_IMPORT] = NO_TEST
    files = measured.files
    now = digests(root, {*before, *credit})
    paths = {*before, *credit}
    return Proof(
        format=FORMAT,
        made=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        python=platform.python_version(),
        files={**digests(root, credit.keys() - before.keys()), **before},
        tests=tests,
        shared=tuple(sorted(measured.shared)),
        lines={
            path: _numbered(lines, numbers) for path, lines in sorted(credit.items())
        },
        imported={p: _sorted(f.at_import - f.by_test.keys()) for p, f in files.items()},
        also_imported={
            p: _sorted(f.at_import & f.by_test.keys()) for p, f in files.items()
        },
        missing={p: _sorted(f.statements - f.ran) for p, f in files.items()},
        branches={
            path: _branches(file, numbers)
            for path, file in files.items()
            if file.executed | file.untaken
        },
        entered={p: _numbered(f.entered, numbers) for p, f in files.items()},
        witnesses=dict(sorted(witnesses.items())),
        outputs=dict(sorted(outputs.items())),
        shapes={
            path: _local_shape(path, read_text(root, path), files.get(path))
            for path in sorted(paths & now.keys())
            if path.endswith(".py") and now[path] == before.get(path)
        },
    )


def _taken(root: Path, tests: Mapping[str, ProvenTest]) -> set[str]:
    """Return the files that tests took as text with the ``shown`` fixture."""
    used = {name.partition("::")[0] for test in tests.values() for name in test.used}
    return {p for p in used if not p.endswith(".py") and (root / p).is_file()}


def _numbered(
    lines: Mapping[int, frozenset[str]], numbers: Mapping[str, int]
) -> dict[int, tuple[int, ...]]:
    return {n: _sorted(numbers[t] for t in tests) for n, tests in sorted(lines.items())}


def _branches(file: FileCoverage, numbers: Mapping[str, int]) -> Branches:
    taken = sorted(file.branches)
    by = tuple(_sorted(numbers[t] for t in file.branches[branch]) for branch in taken)
    return Branches(tuple(taken), by, tuple(sorted(file.untaken)))


def _sorted(numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(numbers))


def _local_shape(path: str, source: str, file: FileCoverage | None) -> str:
    """Return the module's shape if an edit of a body touches credited tests only.

    That fails for what lives longer than a test, and is credited to the first one
    that used it: fixtures and their like, cached results; and for functions that run
    at import.
    """
    support = "tests" in PurePosixPath(path).parts
    at_import = file.at_import if file else frozenset[int]()
    if support or caches(source) or at_import & code_of(source).inside.keys():
        return "not local"
    return shape(source)
