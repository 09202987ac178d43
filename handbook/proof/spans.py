"""What the tests say of some lines of one file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.book.snippets import read_span
from handbook.common.files import ROOT, read_text
from handbook.proof.functions import Code, code_of, fails_to_import
from handbook.proof.store import TOOLS, Branch, Branches, Diagnostic, Proof
from handbook.sources.lines import split_lines

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
    proof: Proof,
    path: str,
    ranges: Sequence[Lines],
    root: Path = ROOT,
    names: Sequence[str] = (),
) -> Exercised:
    """Return which passed tests ran the lines of ``path``, and what never ran.

    Only lines count for which the compiler emits code. A file that is not Python has
    no such lines: each part of ``names``, or the whole file without one, counts as run
    where a test took that very part as text. A part of it proves nothing about the
    rest, and the whole says nothing of how a part is cut.
    """
    if not path.endswith(".py"):
        return _taken(proof, path, names or ("",), root)
    source = read_text(root, path)
    code = code_of(source)
    inside = code.inside
    statements = [line for line in sorted(code.lines) if _within(line, ranges)]
    ran = {line: passed_tests(proof, path, line) for line in statements}
    at_import = {*proof.imported.get(path, ()), *proof.also_imported.get(path, ())}
    bad = [line for line in statements if not ran[line] and line not in at_import]
    bad += [line for line in statements if not ran[line] and line in inside]
    bad += [line for line in statements if not _entered(proof, path, code, line)]
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


@dataclass(frozen=True)
class Evidence:
    """What shows that lines of an antipattern are wrong.

    ``diagnostics`` are those of each tool that speak of these lines; no tool is asked
    about a file that is not Python. ``harm`` is the test that ran them and measured;
    None where it ran others.
    """

    diagnostics: Mapping[str, tuple[Diagnostic, ...]]
    harm: str | None

    def __bool__(self) -> bool:
        return any(self.diagnostics.values()) or self.harm is not None


def evidence(
    proof: Proof, path: str, ranges: Sequence[Lines], root: Path = ROOT
) -> Evidence:
    """Return what the witness of an antipattern says of the lines that are shown.

    Raises KeyError where the file has no witness.
    """
    witness = proof.witnesses[path]
    found = {
        tool: tuple(d for d in witness.said_by(tool) if _within(d.line, ranges))
        for tool in (TOOLS if path.endswith(".py") else ())
    }
    harm = witness.harm if _harm_ran(proof, path, ranges, root) else None
    return Evidence(found, harm)


def _harm_ran(proof: Proof, path: str, ranges: Sequence[Lines], root: Path) -> bool:
    """Whether the harm test ran a function that is shown.

    A module that can't be imported, or holds no function, is run by its import. A file
    that is not Python was taken as text, with the lines that are shown.
    """
    if not path.endswith(".py"):
        return _harm_took(proof, path, ranges, root)
    code = code_of(read_text(root, path))
    if not code.inside or is_broken(proof, path, root):
        return True
    cases = proof.tests_named(proof.witnesses[path].harm or "").keys()
    shown = (line for line in code.inside if _within(line, ranges))
    return any(not cases.isdisjoint(passed_tests(proof, path, line)) for line in shown)


def _harm_took(proof: Proof, path: str, ranges: Sequence[Lines], root: Path) -> bool:
    harm = proof.witnesses[path].harm or ""
    taken = [
        block
        for test in proof.tests_named(harm).values()
        for used in test.used
        if used.partition("::")[0] == path
        for block in read_span(used, root).ranges
    ]
    return all(
        any(block.first <= first and last <= block.last for block in taken)
        for first, last in ranges
    )


def is_broken(proof: Proof, path: str, root: Path = ROOT) -> bool:
    """Whether a file can't be imported, so that its functions can't be called."""
    if not path.endswith(".py"):
        return False
    at_import = {*proof.imported.get(path, ()), *proof.also_imported.get(path, ())}
    source = read_text(root, path)
    return fails_to_import(source, at_import | proof.lines.get(path, {}).keys())


def _entered(proof: Proof, path: str, code: Code, line: int) -> bool:
    """Whether the body that a line holds has run, and not the line around it alone."""
    start = code.entered_at.get(line)
    return start is None or start in proof.entered.get(path, {})


def _within(line: int, ranges: Iterable[Lines]) -> bool:
    return any(first <= line <= last for first, last in ranges)


def passed_tests(proof: Proof, path: str, line: int) -> list[str]:
    """Return the passed tests that ran a line."""
    names = proof.test_names
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
    path: str, source: str, inside: Mapping[int, str], lines: Iterable[int]
) -> tuple[Unproven, ...]:
    text = split_lines(source)
    return tuple(
        Unproven(path, inside.get(line, ""), line, text[line - 1].strip())
        for line in sorted(set(lines))
    )


def _taken(proof: Proof, path: str, names: Sequence[str], root: Path) -> Exercised:
    takers = {name: proof.takers(path, name) for name in names}
    tests = sorted({test for found in takers.values() for test in found})
    bad = tuple(_first_line(path, name, root) for name in names if not takers[name])
    return Exercised(
        tests=tuple(tests),
        databases=_databases(proof, tests),
        statements=len(takers),
        statements_run=len(takers) - len(bad),
        branches=0,
        branches_run=0,
        import_only=False,
        never_run=bad,
        one_way=(),
    )


def _first_line(path: str, name: str, root: Path) -> Unproven:
    span = read_span(f"{path}::{name}" if name else path, root)
    return Unproven(path, name, span.ranges[0].first, span.lines[0].text.strip())
