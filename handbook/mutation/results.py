"""Whether the tests fail when shown lines are broken: results of mutation testing.

A mutant is a function with one small change. A test that fails kills it.
"""

import ast
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from handbook.common.errors import HandbookError
from handbook.common.files import ROOT, parse, read_text
from handbook.proof.functions import Function
from handbook.proof.spans import Lines, passed_tests
from handbook.proof.store import Proof
from handbook.sources.lines import split_lines

MUTATION_FILE = "tests/mutation.json"
FIX = "run: uvx nox -s mutants"


@dataclass(frozen=True)
class Mutated:
    """The mutants of a function.

    ``source`` fingerprints its text, ``tests`` the files of the tests that ran it.
    ``mutants`` holds for each the changed line, 0 for that of `def`, and whether a
    test failed.
    """

    source: str
    tests: str
    mutants: tuple[tuple[int, bool], ...] = ()


@dataclass(frozen=True)
class Mutation:
    """What one run of mutation testing found, by file and by function."""

    tool: str
    files: Mapping[str, Mapping[str, Mutated]]


@dataclass(frozen=True)
class MutantCount:
    """How many mutants of some lines were killed, and what was left out.

    ``decorated`` functions can't be mutated. ``changed`` ones were edited since the
    run, and ``unmeasured`` ones were no part of it. ``older`` is true where a test
    was edited since the run.
    """

    killed: int = 0
    total: int = 0
    functions: int = 0
    decorated: int = 0
    changed: int = 0
    unmeasured: int = 0
    older: bool = False


_ADAPTER = TypeAdapter(Mutation)


def load(root: Path) -> Mutation:
    """Return the recorded results.

    Raises HandbookError where there are none, or the file has another form.
    """
    text = read_text(root, MUTATION_FILE)
    try:
        return _ADAPTER.validate_json(text)
    except ValidationError as fault:
        what = f"these are no mutation results: {fault.error_count()} fields don't fit"
        raise HandbookError(what, path=MUTATION_FILE, fix=FIX) from None


def save(mutation: Mutation, root: Path) -> Path:
    """Write the results, with a line for each function, so that a diff is short."""
    file = root / MUTATION_FILE
    lines = _ADAPTER.dump_json(mutation).decode()
    for mark in ('"files":{', "}},", "]},"):
        lines = lines.replace(mark, f"{mark}\n")
    file.write_text(f"{lines}\n", encoding="utf-8")
    return file


@dataclass(frozen=True)
class _Found:
    """A function of a module: its lines, counted from 1, without decorators."""

    name: str
    first: int
    last: int
    decorated: bool
    text: str = field(repr=False)

    @property
    def source(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


def functions_of(path: str, root: Path = ROOT) -> Mapping[str, _Found]:
    """Return the functions of a module and the methods of its classes, by name."""
    return _functions(path, read_text(root, path))


@lru_cache(maxsize=256)
def _functions(path: str, source: str) -> Mapping[str, _Found]:
    lines = split_lines(source)
    return {
        name: _Found(
            name,
            node.lineno,
            node.end_lineno or node.lineno,
            bool(node.decorator_list),
            "\n".join(lines[node.lineno - 1 : node.end_lineno]),
        )
        for name, node in _walk(parse(source, path).body, "")
    }


def _walk(body: Sequence[ast.stmt], prefix: str) -> Iterator[tuple[str, Function]]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from _walk(node.body, f"{prefix}{node.name}.")


def fingerprint_of_tests(proof: Proof, path: str, lines: Lines) -> str:
    """Return the fingerprint of the files of the tests that ran some lines."""
    names = {
        test
        for line in range(lines[0], lines[1] + 1)
        for test in passed_tests(proof, path, line)
    }
    files = sorted({proof.tests[name].path for name in names})
    digests = "".join(f"{file} {proof.files.get(file)}\n" for file in files)
    return hashlib.sha256(digests.encode()).hexdigest()[:16]


def count_mutants(
    proof: Proof,
    mutation: Mutation,
    path: str,
    ranges: Sequence[Lines],
    root: Path = ROOT,
) -> MutantCount:
    """Return what the results say of lines of a file."""
    known = mutation.files.get(path, {})
    shown = [f for f in functions_of(path, root).values() if _overlaps(f, ranges)]
    plain = [f for f in shown if not f.decorated]
    current = [f for f in plain if f.name in known and known[f.name].source == f.source]
    hits = [hit for f in current for hit in _hits(f, known[f.name], ranges)]
    return MutantCount(
        killed=sum(hits),
        total=len(hits),
        functions=len(shown),
        decorated=len(shown) - len(plain),
        changed=sum(f.name in known for f in plain) - len(current),
        unmeasured=sum(f.name not in known for f in plain),
        older=any(
            known[f.name].tests != fingerprint_of_tests(proof, path, (f.first, f.last))
            for f in current
        ),
    )


def _hits(found: _Found, known: Mutated, ranges: Sequence[Lines]) -> Iterator[bool]:
    for offset, hit in known.mutants:
        line = found.first + offset
        if any(first <= line <= last for first, last in ranges):
            yield hit


def _overlaps(found: _Found, ranges: Sequence[Lines]) -> bool:
    return any(found.first <= last and first <= found.last for first, last in ranges)
