"""Whether a proof still speaks of the files as they are."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from handbook.common.errors import HandbookError
from handbook.common.markup import counted
from handbook.proof.scope import digests, scope
from handbook.proof.store import FIX, PROOF_FILE, Proof, load
from handbook.proof.tools import differences, tools

_NAMED_FILES = 5
"""So many changed files a message names; the others it counts."""


def load_full(root: Path, commands: Collection[str] = ()) -> Proof:
    """Return the proof on disk, as `load_fresh` does.

    Raises HandbookError also where a part of it was kept from an earlier run.
    """
    proof = load_fresh(root, commands)
    if not proof.full:
        what = "this proof is incremental, and only a full one is published"
        raise HandbookError(what, path=PROOF_FILE, fix=f"{FIX} -- --full")
    return proof


def load_fresh(root: Path, commands: Collection[str] = ()) -> Proof:
    """Return the proof on disk.

    Raises HandbookError where it does not fit the files or the tools, or lacks an
    output.
    """
    proof = load(root)
    reasons = stale(proof, root, commands)
    if reasons:
        what = f"the proof is stale: {'; '.join(reasons)}"
        raise HandbookError(what, path=PROOF_FILE, fix=FIX)
    return proof


def stale(proof: Proof, root: Path, commands: Collection[str] = ()) -> list[str]:
    """Return why the proof does not speak of the files as they are.

    ``commands`` are the keys of the outputs that chapters show.
    """
    words = {"edited": "was edited", "added": "is new", "removed": "was removed"}
    files = [f"{path} {words[how]}" for path, how in changes(proof, root).items()]
    reasons = files[:_NAMED_FILES]
    if more := len(files) - len(reasons):
        reasons.append(f"{counted(more, 'other file')} changed too")
    reasons += differences(proof.tools, tools())
    return reasons + [
        f"the output of {key!r} was not recorded"
        for key in commands
        if key not in proof.outputs
    ]


def changes(proof: Proof, root: Path) -> dict[str, str]:
    """Return the files that differ from the proof: edited, added or removed."""
    now = digests(root, {*scope(root), *proof.files})
    return dict(sorted(differing(proof.files, now)))


def differing(
    then: Mapping[str, str], now: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield each path whose fingerprints differ, and how."""
    yield from ((path, "added") for path in now.keys() - then.keys())
    yield from ((path, "removed") for path in then.keys() - now.keys())
    both = now.keys() & then.keys()
    yield from ((path, "edited") for path in both if now[path] != then[path])
