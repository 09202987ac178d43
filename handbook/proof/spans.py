"""What the tests say of some lines of one file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.proof.functions import function_lines
from handbook.proof.store import Branch, Branches, Proof
from handbook.snippets import ROOT

type Lines = tuple[int, int]
"""First and last line, both included."""


@dataclass(frozen=True)
class Unproven:
    """A statement that no passed test executed; ``function`` is empty outside one."""

    path: str
    function: str
    line: int
    text: str

    def __str__(self) -> str:
        where = f"{self.path}::{self.function}" if self.function else self.path
        return f"{where} line {self.line}: {self.text}"


@dataclass(frozen=True)
class Exercised:
    """What ran of the lines, and by which passed tests.

    ``never_run`` are the statements that a test should have executed: those in
    functions, and those outside that did not even run at import. ``one_way`` are
    the lines of which a branch was never taken.
    """

    tests: tuple[str, ...]
    databases: tuple[str, ...]
    statements: int
    statements_run: int
    branches: int
    branches_run: int
    import_only: bool
    never_run: tuple[Unproven, ...]
    one_way: tuple[Unproven, ...]


def exercised(
    proof: Proof, path: str, ranges: Sequence[Lines], root: Path = ROOT
) -> Exercised:
    """Return which passed tests ran the lines of ``path``, and what never ran.

    Only statements count, each by its first line. For a file that is not Python, the
    lines that a test took as text count as run.
    """
    source = (root / path).read_text(encoding="utf-8")
    if not path.endswith(".py"):
        return _taken(proof, path, source, ranges)
    inside = function_lines(source)
    known = proof.lines.get(path, {}).keys() | {
        *proof.imported.get(path, ()),
        *proof.missing.get(path, ()),
    }
    statements = [line for line in sorted(known) if _within(line, ranges)]
    ran = {line: _passed(proof, path, line) for line in statements}
    at_import = {*proof.imported.get(path, ()), *proof.also_imported.get(path, ())}
    bad = [line for line in statements if not ran[line] and line not in at_import]
    bad += [line for line in statements if not ran[line] and line in inside]
    # A module that a test imports first is run by it, but not exercised.
    telling = [line for line in statements if line in inside] or statements
    tests = sorted({test for line in telling for test in ran[line]})
    taken, untaken = _branches(proof, path, ranges)
    return Exercised(
        tests=tuple(tests),
        databases=_databases(proof, tests),
        statements=len(statements),
        statements_run=len(statements) - len(set(bad)),
        branches=len(taken) + len(untaken),
        branches_run=len(taken),
        import_only=bool(statements) and not any(line in inside for line in statements),
        never_run=_named(path, source, inside, bad),
        one_way=_named(
            path, source, inside, (start for start, _ in untaken if start not in bad)
        ),
    )


def _within(line: int, ranges: Iterable[Lines]) -> bool:
    return any(first <= line <= last for first, last in ranges)


def _passed(proof: Proof, path: str, line: int) -> list[str]:
    names = list(proof.tests)
    numbers = proof.lines.get(path, {}).get(line, ())
    return [names[n] for n in numbers if proof.tests[names[n]].passed]


def _databases(proof: Proof, tests: Iterable[str]) -> tuple[str, ...]:
    used = {proof.tests[test].database for test in tests}
    return tuple(sorted(database for database in used if database))


def _branches(
    proof: Proof, path: str, ranges: Sequence[Lines]
) -> tuple[list[Branch], list[Branch]]:
    branches = proof.branches.get(path, Branches())
    taken = [branch for branch in branches.executed if _within(branch[0], ranges)]
    untaken = [branch for branch in branches.missing if _within(branch[0], ranges)]
    return taken, untaken


def _named(
    path: str, source: str, inside: dict[int, str], lines: Iterable[int]
) -> tuple[Unproven, ...]:
    text = source.splitlines()
    return tuple(
        Unproven(path, inside.get(line, ""), line, text[line - 1].strip())
        for line in sorted(set(lines))
    )


def _taken(proof: Proof, path: str, source: str, ranges: Sequence[Lines]) -> Exercised:
    numbered = enumerate(source.splitlines(), 1)
    written = [n for n, text in numbered if text.strip() and _within(n, ranges)]
    ran = {line: _passed(proof, path, line) for line in written}
    tests = sorted({test for names in ran.values() for test in names})
    bad = [line for line in written if not ran[line]]
    return Exercised(
        tests=tuple(tests),
        databases=_databases(proof, tests),
        statements=len(written),
        statements_run=len(written) - len(bad),
        branches=0,
        branches_run=0,
        import_only=False,
        never_run=_named(path, source, {}, bad),
        one_way=(),
    )
