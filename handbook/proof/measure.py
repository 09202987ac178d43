"""What coverage measured of a file, with tests by name instead of by number."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from handbook.proof.store import Branch, Branches, Proof

type Credit = Mapping[int, frozenset[str]]


@dataclass(frozen=True)
class FileCoverage:
    """The statements of a file, each known by its first line, and who ran them."""

    statements: frozenset[int]
    at_import: frozenset[int]
    by_test: Credit
    executed: frozenset[Branch] = frozenset()
    untaken: frozenset[Branch] = frozenset()

    @property
    def tests(self) -> frozenset[str]:
        """Every test that ran a line of the file."""
        return frozenset[str]().union(*self.by_test.values())

    @property
    def ran(self) -> frozenset[int]:
        """Every line that ran."""
        return self.at_import | self.by_test.keys()


@dataclass(frozen=True)
class _ReportedFile:
    """A file in coverage's own JSON report."""

    executed_lines: list[int]
    missing_lines: list[int]
    contexts: dict[int, list[str]] = field(default_factory=dict[int, list[str]])
    executed_branches: list[Branch] = field(default_factory=list[Branch])
    missing_branches: list[Branch] = field(default_factory=list[Branch])


@dataclass(frozen=True)
class _Report:
    files: dict[str, _ReportedFile]


_REPORT = TypeAdapter(_Report)


def read_report(path: Path) -> dict[str, FileCoverage]:
    """Read what ``coverage json --show-contexts`` wrote."""
    report = _REPORT.validate_json(path.read_bytes())
    return {name: _file(file) for name, file in sorted(report.files.items())}


def _file(file: _ReportedFile) -> FileCoverage:
    statements = sorted({*file.executed_lines, *file.missing_lines})
    at_import: set[int] = set()
    credit: dict[int, set[str]] = {}
    for line, contexts in file.contexts.items():
        statement = _statement_of(line, statements)
        for context in contexts if statement else ():
            # pytest-cov writes "nodeid|phase"; the empty context is no test's.
            test = context.rpartition("|")[0]
            if test:
                credit.setdefault(statement, set()).add(test)
            else:
                at_import.add(statement)
    return FileCoverage(
        statements=frozenset(statements),
        at_import=frozenset(at_import),
        by_test={line: frozenset(tests) for line, tests in sorted(credit.items())},
        executed=frozenset(file.executed_branches),
        untaken=frozenset(file.missing_branches),
    )


def _statement_of(line: int, statements: Sequence[int]) -> int:
    """Return the first line of the statement around ``line``, or 0.

    Contexts are kept by raw line: the last argument of a call counts for the call.
    """
    place = bisect_right(statements, line)
    return statements[place - 1] if place else 0


def from_proof(proof: Proof) -> dict[str, FileCoverage]:
    """Return what a proof says of each measured file."""
    names = list(proof.tests)
    return {path: _from_proof(proof, path, names) for path in proof.imported}


def _from_proof(proof: Proof, path: str, names: Sequence[str]) -> FileCoverage:
    credit = {
        line: frozenset(names[number] for number in numbers)
        for line, numbers in proof.lines.get(path, {}).items()
    }
    at_import = frozenset(proof.imported[path] + proof.also_imported.get(path, ()))
    branches = proof.branches.get(path, Branches())
    return FileCoverage(
        statements=at_import | credit.keys() | frozenset(proof.missing.get(path, ())),
        at_import=at_import,
        by_test=credit,
        executed=frozenset(branches.executed),
        untaken=frozenset(branches.missing),
    )
