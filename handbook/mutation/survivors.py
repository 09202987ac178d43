"""Whether the tests notice when the shop is broken, as mutmut has measured it.

A mutant is the code with one small change. Where every test still passes, either a
test is missing or the change makes no difference. Which of the two is a judgement:
each mutant that may survive is listed with its reason.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from handbook.common.errors import HandbookError
from handbook.common.files import read_toml
from handbook.common.markup import counted
from handbook.common.process import environment, run
from handbook.mutation.run import KILLED, function_name
from handbook.sources.lines import split_lines

LEAST = 90.0
"""The percentage of mutants that the tests have to kill."""

LIST = "survivors.toml"
"""Where a project lists the mutants that may survive."""

_FIX = f"test what this changes, or list it in {LIST} with the reason why not"
_SURVIVED = {"survived", "no tests"}
_RESULT = re.compile(r"^ +(\S+): (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Mutant:
    """A change of a function: the lines of its diff that begin with - or +."""

    function: str
    change: str

    def __str__(self) -> str:
        return f"{self.function}\n{self.change}"


@dataclass(frozen=True)
class _Entry:
    function: str
    reason: str
    changes: list[str]


_ENTRIES = TypeAdapter(dict[str, list[_Entry]])


def read_list(path: Path) -> frozenset[Mutant]:
    """Return the mutants that may survive; HandbookError for one without a reason."""
    try:
        entries = _ENTRIES.validate_python(read_toml(path.parent, path.name))
    except ValidationError as fault:
        raise HandbookError(str(fault), path=path.name) from fault
    found: set[Mutant] = set()
    for entry in entries.get("survivors", []):
        if not entry.reason.strip():
            raise HandbookError(f"{entry.function} has no reason", path=path.name)
        found |= {Mutant(entry.function, _bare(change)) for change in entry.changes}
    return frozenset(found)


def parse_results(text: str) -> dict[str, str]:
    """Return the status of each mutant from what `mutmut results` prints."""
    return dict(_RESULT.findall(text))


def parse_diff(name: str, text: str) -> Mutant:
    """Return the mutant of that name from what `mutmut show` prints.

    Its number is left out: it belongs to another mutant after the next edit.
    """
    changed = [
        line
        for line in split_lines(text)
        if line.startswith(("-", "+")) and not line.startswith(("---", "+++"))
    ]
    module, _, mangled = name.rpartition(".")
    function = f"{module}.{function_name(mangled)}"
    return Mutant(function, _bare("\n".join(changed)))


def _bare(change: str) -> str:
    """Drop the indentation, which is no part of what was changed."""
    lines = split_lines(change.strip())
    return "\n".join(f"{line[0]} {line[1:].strip()}" for line in lines)


def judge(
    statuses: Mapping[str, str], survivors: Iterable[Mutant], listed: Iterable[Mutant]
) -> Iterator[HandbookError]:
    """Yield what is wrong: too few killed, one unlisted, or one listed in vain."""
    unfinished = set(statuses.values()) - KILLED - _SURVIVED
    if unfinished or not statuses:
        what = ", ".join(sorted(unfinished)) or "no mutants"
        yield HandbookError(f"the run ended with: {what}", fix="run it again")
    share = killed_percent(statuses)
    if share < LEAST:
        yield HandbookError(
            f"{share:.1f} percent of the mutants were killed, {LEAST:.0f} have to be",
            fix="write tests for what survives",
        )
    survived, may_survive = set(survivors), set(listed)
    for mutant in sorted(survived - may_survive, key=str):
        yield HandbookError(f"survives without a reason: {mutant}\n", fix=_FIX)
    for mutant in sorted(may_survive - survived, key=str):
        fix = f"take it out of {LIST}"
        yield HandbookError(f"is listed but does not survive: {mutant}\n", fix=fix)


def killed_percent(statuses: Mapping[str, str]) -> float:
    """Return how much of everything was killed; a mutant that hangs is killed too."""
    killed = sum(status in KILLED for status in statuses.values())
    return 100 * killed / max(1, len(statuses))


def check(project: Path, listed: Path) -> tuple[list[HandbookError], str]:
    """Return what is wrong with the last run of mutmut in a project; and its sum."""
    statuses = read_statuses(project)
    names = [name for name, status in statuses.items() if status in _SURVIVED]
    survivors = [parse_diff(name, _mutmut(project, "show", name)) for name in names]
    killed = f"{killed_percent(statuses):.1f} percent of"
    total = f"{killed} {counted(len(statuses), 'mutant')} killed"
    return list(judge(statuses, survivors, read_list(listed))), total


def read_statuses(project: Path) -> dict[str, str]:
    """Return the status of each mutant of the last run of mutmut in a project."""
    return parse_results(_mutmut(project, "results", "--all", "true"))


def _mutmut(project: Path, *words: str) -> str:
    ran = run((sys.executable, "-m", "mutmut", *words), project, env=environment())
    if ran.exit:
        raise HandbookError(f"mutmut {words[0]} failed: {ran.err}")
    return ran.out
