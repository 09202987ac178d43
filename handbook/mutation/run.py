"""What a finished run of mutmut found, for each function of a project."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from handbook.common.errors import HandbookError
from handbook.common.files import read_text
from handbook.mutation.results import Mutated, fingerprint_of_tests, functions_of
from handbook.proof.store import Proof
from handbook.sources.lines import split_lines

KILLED = {"killed", "timeout"}
"""A mutant that hangs is killed too."""

_UNFINISHED = "not checked"

_FIX = "run it again: uvx nox -s mutants"
_NUMBER = "__mutmut_"
_ORIGINAL = f"{_NUMBER}orig"
_CLASS_MARK = "\N{LATIN LETTER LATERAL CLICK}"


@dataclass(frozen=True)
class Project:
    """A folder in which mutmut ran.

    ``source`` is a folder of it that was mutated. Relative to the repository,
    ``shown`` is the same code as pages name it, and ``survivors`` the file that lists
    the mutants that may survive.
    """

    folder: Path
    source: str
    shown: str
    survivors: str

    def files(self) -> Iterator["_MutatedFile"]:
        """Yield the files of which mutmut made mutants."""
        mutants = self.folder / "mutants"
        for index in sorted((mutants / self.source).rglob("*.py.spans")):
            path = index.relative_to(mutants).as_posix().removesuffix(".spans")
            yield _MutatedFile(self.folder, path)


def function_name(mangled: str) -> str:
    """Return `Class.method` or `function` from a name that mutmut made."""
    bare = mangled.partition(_NUMBER)[0]
    if _CLASS_MARK in bare:
        return bare.partition(_CLASS_MARK)[2].replace(_CLASS_MARK, ".")
    return bare.removeprefix("x_")


def record(
    project: Project, statuses: Mapping[str, str], proof: Proof, root: Path
) -> dict[str, dict[str, Mutated]]:
    """Return the mutants of each function, by file.

    A function of which a run that was stopped has left a mutant is not measured.
    Raises HandbookError where a file was edited since mutmut read it.
    """
    return {
        shown: dict(_functions(file, statuses, proof, shown, root))
        for file in project.files()
        if (shown := project.shown + file.path.removeprefix(project.source))
    }


@dataclass(frozen=True)
class _MutatedFile:
    """A file as mutmut wrote it: each function, followed by its mutants."""

    folder: Path
    path: str

    @cached_property
    def _lines(self) -> Sequence[str]:
        return split_lines(read_text(self.folder, f"mutants/{self.path}"))

    @cached_property
    def spans(self) -> Mapping[str, tuple[int, int]]:
        text = read_text(self.folder, f"mutants/{self.path}.spans")
        spans: dict[str, tuple[int, int]] = json.loads(text)["spans"]
        return spans

    @property
    def module(self) -> str:
        name = self.path.removesuffix(".py").removesuffix("/__init__")
        return name.removeprefix("src/").replace("/", ".")

    def body(self, name: str) -> list[str]:
        """Return the lines of a function or mutant, from `def` on, under one name."""
        first, last = self.spans[name]
        lines = self._lines[first - 1 : last]
        start = next(i for i, line in enumerate(lines) if f"def {name}" in line)
        bare = function_name(name).rpartition(".")[2]
        head = lines[start].replace(f"def {name}", f"def {bare}")
        return [head, *lines[start + 1 :]]

    def mutants_of(self, function: str) -> list[str]:
        return [
            name
            for name in self.spans
            if not name.endswith(_ORIGINAL) and function_name(name) == function
        ]


def _functions(
    file: _MutatedFile,
    statuses: Mapping[str, str],
    proof: Proof,
    shown: str,
    root: Path,
) -> Iterator[tuple[str, Mutated]]:
    for found in functions_of(shown, root).values():
        names = file.mutants_of(found.name)
        if found.decorated:
            continue
        if names:
            _refuse_edited(file, names[0], found.text, shown)
        status_of = {name: statuses[f"{file.module}.{name}"] for name in names}
        if _UNFINISHED in status_of.values():
            continue
        mutants = tuple(
            (_changed_line(file, name), status in KILLED)
            for name, status in status_of.items()
        )
        tests = fingerprint_of_tests(proof, shown, (found.first, found.last))
        yield found.name, Mutated(found.source, tests, mutants)


def _refuse_edited(file: _MutatedFile, mutant: str, text: str, shown: str) -> None:
    read = file.body(mutant.partition(_NUMBER)[0] + _ORIGINAL)
    if [line.rstrip() for line in read] != [s.rstrip() for s in split_lines(text)]:
        name = function_name(mutant)
        what = f"{name} was edited since mutmut read it"
        raise HandbookError(what, path=shown, fix=_FIX)


def _changed_line(file: _MutatedFile, mutant: str) -> int:
    """Return the first line that a mutant changes, 0 for that of `def`."""
    before = file.body(mutant.partition(_NUMBER)[0] + _ORIGINAL)
    after = file.body(mutant)
    pairs = enumerate(zip(before, after, strict=False))
    shorter = min(len(before), len(after))
    return next((i for i, (old, new) in pairs if old != new), shorter - 1)
