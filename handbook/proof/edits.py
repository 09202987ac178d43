"""Which tests and which code an edit may have changed since they were proven."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from handbook.proof.fresh import changes
from handbook.proof.graph import importers
from handbook.proof.store import Proof


@dataclass(frozen=True)
class Edits:
    """The files that the proof no longer speaks of.

    ``everything`` is true where a file was edited that is not Python. That takes the
    proof from more code than needed, until the next proof has run.
    """

    touched: frozenset[str]
    everything: bool

    def touch(self, proof: Proof, path: str, tests: Iterable[str] = ()) -> bool:
        """Whether the file, or one of the tests that prove it, is to be run again."""
        modules = {proof.tests[test].path for test in tests}
        return self.everything or not self.touched.isdisjoint({path, *modules})


NOTHING = Edits(frozenset(), everything=False)


def edits(proof: Proof, root: Path) -> Edits:
    """Return what was edited, and what imports it, however far away."""
    edited = changes(proof, root)
    return Edits(
        touched=frozenset(importers(proof.needs, edited)),
        everything=any(not path.endswith(".py") for path in edited),
    )
