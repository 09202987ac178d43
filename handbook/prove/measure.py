"""What ran of a file, with tests by name instead of by number."""

import sqlite3
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from handbook.common.files import read_text
from handbook.proof.functions import code_of
from handbook.proof.store import NO_TEST, Branch, Branches, Proof

type Credit = Mapping[int, frozenset[str]]
type Arcs = Mapping[Branch, frozenset[str]]
type Merged[T] = defaultdict[T, set[str]]


AT_IMPORT = ""
"""Stands among the names of tests for what ran outside of any."""


@dataclass(frozen=True)
class FileCoverage:
    """The lines of a file that have code, and who ran them.

    ``branches`` are the jumps that were taken, ``entered`` the first lines of the code
    objects (functions, lambdas, generator expressions) that ran; both with the tests
    that did it, AT_IMPORT among them. ``untaken`` are the jumps that nothing took.
    """

    statements: frozenset[int]
    at_import: frozenset[int]
    by_test: Credit
    branches: Mapping[Branch, frozenset[str]] = field(
        default_factory=dict[Branch, frozenset[str]]
    )
    untaken: frozenset[Branch] = frozenset()
    entered: Credit = field(default_factory=dict[int, frozenset[str]])

    @property
    def tests(self) -> frozenset[str]:
        """Every test that ran a line of the file."""
        return frozenset[str]().union(*self.by_test.values())

    @property
    def ran(self) -> frozenset[int]:
        """Every line that ran."""
        return self.at_import | self.by_test.keys()

    @property
    def executed(self) -> frozenset[Branch]:
        """Every jump that was taken."""
        return frozenset(self.branches)


@dataclass(frozen=True)
class _ReportedFile:
    """A file in coverage's own JSON report."""

    executed_lines: list[int]
    missing_lines: list[int]
    executed_branches: list[Branch] = field(default_factory=list[Branch])
    missing_branches: list[Branch] = field(default_factory=list[Branch])


@dataclass(frozen=True)
class _Report:
    files: dict[str, _ReportedFile]


_REPORT = TypeAdapter(_Report)


def read_report(report: Path, data: Path, root: Path) -> dict[str, FileCoverage]:
    """Return what a run measured of each Python file below ``root``.

    ``report`` is what ``coverage json`` wrote, ``data`` coverage's own file; its
    contexts are the names of the tests. The recorder says which lines ran, the compiler
    which there are: a line that the report leaves out counts as one that never ran.
    """
    files = _REPORT.validate_json(report.read_bytes()).files
    arcs = _read_arcs(data)
    return {
        name: _file(file, read_text(root, name), arcs.get(name, {}))
        for name, file in sorted(files.items())
        if (root / name).is_file()  # else it was removed or renamed while it ran
    }


_ARCS = """
    select distinct file.path, arc.fromno, arc.tono, context.context
    from arc
    join file on file.id = arc.file_id
    join context on context.id = arc.context_id
"""
"""Source of the tables: https://coverage.readthedocs.io/en/latest/dbschema.html."""


def ran_files(data: Path) -> list[str]:
    """Return the files of which a line ran, as coverage names them in its own file."""
    query = "select distinct path from file join arc on arc.file_id = file.id"
    with closing(sqlite3.connect(data)) as connection:
        return [path for (path,) in connection.execute(query)]


def _read_arcs(data: Path) -> dict[str, Arcs]:
    """Return for each file its jumps from line to line, with who took them."""
    found: defaultdict[str, defaultdict[Branch, set[str]]] = defaultdict(
        lambda: defaultdict(set)
    )
    with closing(sqlite3.connect(data)) as connection:
        for path, start, end, context in connection.execute(_ARCS):
            found[path][start, end].add(context)
    return {
        path: {arc: frozenset(tests) for arc, tests in sorted(arcs.items())}
        for path, arcs in found.items()
    }


def _file(file: _ReportedFile, source: str, arcs: Arcs) -> FileCoverage:
    lines = code_of(source).lines
    statements = sorted({*file.executed_lines, *file.missing_lines})
    executed = set(file.executed_branches)
    credit: Merged[int] = defaultdict(set)
    branches: Merged[Branch] = defaultdict(set)
    entered: Merged[int] = defaultdict(set)
    for (start, end), tests in arcs.items():
        for line in {start, end} & lines:
            credit[line] |= tests
        if start < 0:
            entered[-start] |= tests
        branch = _statement_of(start, statements), _statement_of(end, statements)
        if branch in executed:
            branches[branch] |= tests
    return FileCoverage(
        statements=lines,
        at_import=frozenset(n for n, tests in credit.items() if AT_IMPORT in tests),
        by_test={n: found for n, t in sorted(credit.items()) if (found := _named(t))},
        branches={b: frozenset(t) for b, t in sorted(branches.items())},
        untaken=frozenset(b for b in file.missing_branches if _possible(b, lines)),
        entered={n: frozenset(t) for n, t in sorted(entered.items())},
    )


def _named(tests: Iterable[str]) -> frozenset[str]:
    return frozenset(tests) - {AT_IMPORT}


def _statement_of(line: int, statements: Sequence[int]) -> int:
    """Return the first line of the statement around ``line``; it names the branch.

    A negative number, which stands for entering or leaving, is returned as it is.
    """
    place = bisect_right(statements, line)
    return statements[place - 1] if place else line


def _possible(branch: Branch, lines: frozenset[int]) -> bool:
    """Whether both ends are code that can run; a negative end leaves the function."""
    return branch[0] in lines and (branch[1] < 1 or branch[1] in lines)


def from_proof(proof: Proof) -> dict[str, FileCoverage]:
    """Return what a proof says of each measured file."""
    names = list(proof.tests)
    return {path: _from_proof(proof, path, names) for path in proof.imported}


def _from_proof(proof: Proof, path: str, names: Sequence[str]) -> FileCoverage:
    branches = proof.branches.get(path, Branches())
    at_import = frozenset(proof.imported[path] + proof.also_imported.get(path, ()))
    lines = proof.lines.get(path, {})
    return FileCoverage(
        statements=at_import | lines.keys() | frozenset(proof.missing.get(path, ())),
        at_import=at_import,
        by_test={line: _names(tests, names) for line, tests in lines.items()},
        branches={
            branch: _names(tests, names)
            for branch, tests in zip(branches.executed, branches.by, strict=True)
        },
        untaken=frozenset(branches.missing),
        entered={
            line: _names(tests, names)
            for line, tests in proof.entered.get(path, {}).items()
        },
    )


def _names(numbers: Iterable[int], names: Sequence[str]) -> frozenset[str]:
    return frozenset(AT_IMPORT if n == NO_TEST else names[n] for n in numbers)
