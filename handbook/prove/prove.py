"""Make the proof: run what has changed, keep what still holds."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from handbook.common.errors import HandbookError
from handbook.common.markup import listed
from handbook.common.process import say
from handbook.proof.fresh import differing, stale
from handbook.proof.graph import Graph, imported
from handbook.proof.scope import CHECKS, SETTINGS, digests, scope
from handbook.proof.store import (
    TOOLS,
    Output,
    Proof,
    Witness,
    load,
    save,
)
from handbook.proof.tools import differences, tools
from handbook.prove.assemble import assemble
from handbook.prove.collect import Measurement, measure
from handbook.prove.groups import groups_of
from handbook.prove.header import Header
from handbook.prove.imports import graph
from handbook.prove.incremental import Plan, merge, plan
from handbook.prove.outputs import Wanted, depends, record
from handbook.prove.witness import Observed, diagnose, headers, judge_harm

_FEW_SECONDS = 4.0
"""Up to here one process is done before several have started."""


def prove(
    root: Path,
    wanted: Sequence[Wanted] = (),
    *,
    full: bool = False,
    verify: bool = False,
    workers: str = "auto",
) -> Proof:
    """Bring the proof up to date with the files and write it.

    ``workers`` is how many processes run the tests, as pytest-xdist counts them.

    Raises HandbookError, or an ExceptionGroup of them, for what fails to be proven;
    then nothing is written.
    """
    old = None if full else _last(root)
    if old and not verify and not stale(old, root, [item.key for item in wanted]):
        say("The proof holds: no file has changed.")
        return old
    state = State.of(root, wanted)
    measured, kept = _measured(root, old, state, workers)
    changed = state.changed(kept)
    touched = _Touched(changed, state.edges)
    still = state.unmoved(root)
    declared = {p: h for p, h in state.declared.items() if {p, h.right} <= still}
    witnesses = _witnesses(root, kept, declared, touched)
    judge_harm(root, declared, Observed(measured.tests, measured.files))
    known = kept.outputs if kept and not verify else {}
    outputs = _outputs(root, known, wanted, touched, verify=verify)
    before = {p: d if p in still else EDITED for p, d in state.before.items()}
    proof = replace(
        assemble(root, measured, witnesses, outputs, before),
        needs={path: tuple(sorted(needed)) for path, needed in state.edges.items()},
        tools=tools(),
        full=kept is None,
    )
    say(f"Wrote {save(proof, root).relative_to(root)}: {_summary(proof)}.")
    return proof


EDITED = "edited while it was proven"
"""Stands for the fingerprint of a file whose proven text is unknown."""


@dataclass(frozen=True)
class State:
    """The files as they were when proving began."""

    root: Path
    before: Mapping[str, str]
    times: Mapping[str, int]
    declared: Mapping[str, Header]
    edges: Graph

    @classmethod
    def of(cls, root: Path, wanted: Sequence[Wanted]) -> Self:
        """Read the state of now."""
        before = digests(root, {*scope(root), *_spoken_of(root, wanted)})
        declared, edges = headers(root, sorted(before)), graph(root, before)
        return cls(root, before, _times(root, before), declared, edges)

    def changed(self, old: Proof | None) -> dict[str, str]:
        """Return how these files differ from those of a proof."""
        if old is None:
            return dict.fromkeys(self.before, "added")
        beside = digests(self.root, old.files.keys() - self.before.keys())
        return dict(sorted(differing(old.files, {**self.before, **beside})))

    def unmoved(self, root: Path) -> set[str]:
        """Return the files that no one has written, moved or removed since then."""
        return {p for p, t in _times(root, self.before).items() if self.times[p] == t}


def _times(root: Path, paths: Iterable[str]) -> dict[str, int]:
    return {p: (root / p).stat().st_mtime_ns for p in paths if (root / p).is_file()}


def _last(root: Path) -> Proof | None:
    try:
        return load(root)
    except HandbookError as fault:
        say(f"Everything runs: {fault.message}.")
        return None


def _summary(proof: Proof) -> str:
    counts = (
        (len(proof.tests), "tests"),
        (len(proof.witnesses), "antipatterns"),
        (len(proof.outputs), "outputs"),
    )
    return ", ".join(f"{number} {what}" for number, what in counts)


def _spoken_of(root: Path, wanted: Iterable[Wanted]) -> set[str]:
    """Return the files beyond examples and tests that outputs speak of by name."""
    return {
        path
        for item in wanted
        for path in depends(root, item)
        if path in item.words or path.startswith(tuple(f"{w}/" for w in item.words))
    }


def _measured(
    root: Path, old: Proof | None, state: State, workers: str
) -> tuple[Measurement, Proof | None]:
    """Run the tests; return also the old proof, where parts of it still hold."""
    why = "first run"
    if old and old.tools != tools():
        why = "; ".join(differences(old.tools, tools()))
    elif old:
        changed = state.changed(old)
        touched = plan(old, root, changed, state.edges)
        why = touched.everything
        if not why and (merged := _again(root, old, touched, state, workers)):
            return merged, old
        why = why or "what has changed was the last to run some lines"
    with _step(f"Running all tests ({why})"):
        return measure(root, groups_of(root, state.edges), workers=workers), None


def _again(
    root: Path, old: Proof, touched: Plan, state: State, workers: str
) -> Measurement | None:
    """Run the touched tests; return None where only a run of all can tell."""
    changed, selection = state.changed(old), touched.selection()
    if not selection:
        return merge(old, touched, Measurement({}, {}), changed)
    expected = sum(t.seconds for n, t in old.tests.items() if touched.reruns(n))
    workers = "0" if expected < _FEW_SECONDS else workers
    with _step(f"Running the tests that {', '.join(changed)} touch"):
        groups = groups_of(root, state.edges)
        new = measure(root, groups, selection, changed=changed, workers=workers)
        return merge(old, touched, new, changed)


class _Touched:
    """Tells whether a change reaches something that rests on files."""

    def __init__(self, changed: Mapping[str, str], edges: Graph) -> None:
        self._changed = set(changed)
        self._edges = edges

    def __call__(self, paths: Iterable[str]) -> bool:
        """Whether one of the files, or one that they import, has changed."""
        rests_on = imported(self._edges, paths) | set(SETTINGS)
        return not self._changed.isdisjoint(rests_on)


def _witnesses(
    root: Path, old: Proof | None, declared: Mapping[str, Header], touched: _Touched
) -> dict[str, Witness]:
    kept = old.witnesses if old else {}
    rules = [path for path in scope(root) if path.startswith(f"{CHECKS}/")]
    again = {
        path: header
        for path, header in declared.items()
        if path not in kept or touched([path, header.right, *rules])
    }
    if not again:
        return {path: kept[path] for path in declared}
    with _step(f"Asking {listed(TOOLS)} about {len(again)} antipatterns"):
        new = diagnose(root, again)
    return {path: new.get(path) or kept[path] for path in declared}


def _outputs(
    root: Path,
    kept: Mapping[str, Output],
    wanted: Sequence[Wanted],
    touched: _Touched,
    *,
    verify: bool,
) -> dict[str, Output]:
    again = [
        item
        for item in wanted
        if item.key not in kept
        or kept[item.key].exit != item.exit
        or touched(depends(root, item))
    ]
    keys = _keys(wanted) - _keys(again)
    if not again:
        return {key: kept[key] for key in keys}
    with _step(f"Running {len(again)} commands that chapters show"):
        new = record(root, again, verify=verify)
    return new | {key: kept[key] for key in keys}


def _keys(wanted: Iterable[Wanted]) -> set[str]:
    return {item.key for item in wanted}


@contextmanager
def _step(what: str) -> Iterator[None]:
    say(f"{what} …")
    started = time.monotonic()
    yield
    say(f"… {time.monotonic() - started:.1f} s")
