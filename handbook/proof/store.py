"""The proof as data: its model, its file, and what makes it stale."""

import contextlib
import os
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from handbook.common.errors import HandbookError

FORMAT = 5
PROOF_FILE = "build/proof.json"
FIX = "run: uvx nox -s prove"

NO_TEST = -1
"""Stands among the numbers of tests for what ran at import."""

type Branch = tuple[int, int]


@dataclass(frozen=True)
class ProvenTest:
    """A test's outcome and what it recorded; ``line`` counts from 1.

    ``reads`` are files that it opened, folders that it listed (with a slash), and
    after a star a place that a started program may read.
    """

    outcome: str
    path: str
    line: int
    seconds: float
    database: str | None = None
    measured: tuple[str, ...] = ()
    shown: Mapping[str, str] = field(default_factory=dict[str, str])
    used: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether set-up, call and tear-down all passed."""
        return self.outcome == "passed"

    def takes(self, path: str) -> bool:
        """Whether it took a part of the file as text, or the whole."""
        return any(used.partition("::")[0] == path for used in self.used)


@dataclass(frozen=True)
class Branches:
    """Jumps from line to line; a negative target leaves the function.

    ``by`` holds for each executed one the numbers of its tests.
    """

    executed: tuple[Branch, ...] = ()
    by: tuple[tuple[int, ...], ...] = ()
    missing: tuple[Branch, ...] = ()


@dataclass(frozen=True)
class Diagnostic:
    """What a tool says of a line; ``text`` is how a person sees it."""

    code: str
    line: int
    message: str
    text: str


TOOLS = ("ruff", "mypy", "basedpyright", "ast-grep")
"""What reads the antipatterns."""


@dataclass(frozen=True)
class Witness:
    """What proves an antipattern wrong; ``right`` is the file of the right code."""

    right: str
    ruff: tuple[Diagnostic, ...] = ()
    mypy: tuple[Diagnostic, ...] = ()
    basedpyright: tuple[Diagnostic, ...] = ()
    ast_grep: tuple[Diagnostic, ...] = ()
    harm: str | None = None

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What all tools say, tool by tool."""
        return tuple(d for tool in TOOLS for d in self.said_by(tool))

    def said_by(self, tool: str) -> tuple[Diagnostic, ...]:
        """Return the diagnostics of the named tool."""
        by_tool = {
            "ruff": self.ruff,
            "mypy": self.mypy,
            "basedpyright": self.basedpyright,
            "ast-grep": self.ast_grep,
        }
        return by_tool[tool]


@dataclass(frozen=True)
class Output:
    """What a command printed, and its exit code."""

    text: str
    exit: int


@dataclass(frozen=True)
class Proof:
    """Everything that was observed in one state of the files.

    ``lines`` names tests by their place in ``tests``. ``imported`` holds the lines
    that run at import only, ``also_imported`` those that tests run as well.
    ``entered`` holds the first lines of the code objects that ran. ``shapes``
    fingerprints each module without the bodies of its functions. ``needs`` holds the
    imports of each file, ``tools`` what else the proof rests on. ``shared`` is what
    modules at import, and fixtures that outlive a test, read: ``READER<READ``.
    ``full`` is true where one run proved everything and kept nothing from before.
    """

    format: int
    made: str
    python: str
    files: Mapping[str, str]
    tests: Mapping[str, ProvenTest]
    lines: Mapping[str, Mapping[int, tuple[int, ...]]]
    imported: Mapping[str, tuple[int, ...]]
    missing: Mapping[str, tuple[int, ...]]
    branches: Mapping[str, Branches]
    witnesses: Mapping[str, Witness]
    outputs: Mapping[str, Output]
    also_imported: Mapping[str, tuple[int, ...]] = field(
        default_factory=dict[str, tuple[int, ...]]
    )
    entered: Mapping[str, Mapping[int, tuple[int, ...]]] = field(
        default_factory=dict[str, Mapping[int, tuple[int, ...]]]
    )
    shapes: Mapping[str, str] = field(default_factory=dict[str, str])
    needs: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict[str, tuple[str, ...]]
    )
    tools: Mapping[str, str] = field(default_factory=dict[str, str])
    shared: tuple[str, ...] = ()
    full: bool = False

    @cached_property
    def test_names(self) -> tuple[str, ...]:
        """The tests in the order of their numbers."""
        return tuple(self.tests)

    @cached_property
    def reach(self) -> Mapping[str, int]:
        """For each test how many lines it ran: few, where it is about one thing."""
        ran = (tests for by in self.lines.values() for tests in by.values())
        lines = Counter(test for tests in ran for test in tests)
        return {name: lines[number] for number, name in enumerate(self.tests)}

    def harm_of(self, paths: Iterable[str]) -> dict[str, str]:
        """Return what passed harm tests of wrong files measured, each with its test."""
        harms = (w.harm for p in sorted(paths) if (w := self.witnesses.get(p)))
        return {
            sentence: name
            for harm in harms
            if harm
            for name, test in self.tests_named(harm).items()
            if test.passed
            for sentence in test.measured
        }

    def tests_named(self, nodeid: str) -> dict[str, ProvenTest]:
        """Return the test of that id, or all cases of a parametrised one."""
        names = [nodeid] if nodeid in self.tests else self._cases.get(nodeid, ())
        return {name: self.tests[name] for name in names}

    @cached_property
    def _cases(self) -> Mapping[str, list[str]]:
        cases: defaultdict[str, list[str]] = defaultdict(list)
        for name in self.tests:
            cases[name.partition("[")[0]].append(name)
        return cases

    def takers(self, path: str, name: str) -> Sequence[str]:
        """Return the passed tests that took a part; the whole file has no name."""
        return self._takers.get((path, name), ())

    @cached_property
    def _takers(self) -> Mapping[tuple[str, str], list[str]]:
        takers: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for test, proven in self.tests.items():
            parts = {part for used in proven.used for part in _parts(used)}
            for part in parts if proven.passed else ():
                takers[part].append(test)
        return takers


def _parts(used: str) -> Iterator[tuple[str, str]]:
    path, _, names = used.partition("::")
    yield from ((path, name) for name in names.split(", "))


_ADAPTER = TypeAdapter(Proof)


def save(proof: Proof, root: Path) -> Path:
    """Write the proof in one step, so that no reader sees half of it.

    Raises HandbookError where it can't be written; the old proof is then still there.
    """
    try:
        return _save(proof, root / PROOF_FILE)
    except OSError as fault:
        raise HandbookError(
            f"can't be written: {fault.strerror}",
            path=PROOF_FILE,
            fix="free the disk or the path, and prove again",
        ) from None


def _save(proof: Proof, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=target.parent, prefix=".proof-")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(_ADAPTER.dump_json(proof))
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise
    return target


def load(root: Path) -> Proof:
    """Return the proof on disk.

    Raises HandbookError where there is none, or one of another format.
    """
    try:
        text = (root / PROOF_FILE).read_bytes()
    except FileNotFoundError:
        raise HandbookError("there is no proof", path=PROOF_FILE, fix=FIX) from None
    except OSError as fault:
        raise HandbookError(
            f"can't be read: {fault.strerror}",
            path=PROOF_FILE,
            fix=f"remove it, then {FIX}",
        ) from None
    try:
        proof = _ADAPTER.validate_json(text)
    except ValidationError as fault:
        what = f"this is not a proof: {fault.error_count()} fields don't fit"
        raise HandbookError(what, path=PROOF_FILE, fix=FIX) from None
    if proof.format != FORMAT:
        what = f"the proof has format {proof.format}, not {FORMAT}"
        raise HandbookError(what, path=PROOF_FILE, fix=FIX)
    return proof
