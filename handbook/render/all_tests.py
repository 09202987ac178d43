"""The lists of all tests that ran a piece of code: plain text beside the pages."""

from collections.abc import Iterator
from pathlib import Path

from handbook.book.book import Book
from handbook.book.page import ANTIPATTERNS, Page
from handbook.book.snippets import Span
from handbook.proof.spans import exercised
from handbook.proof.store import Proof

_HEAD = """\
Tests that run {reference},
with the number of lines of the handbook's code that each runs, fewest first.
Run one: uvx nox -s tests -- "NAME"
"""


def address(page: Page, anchor: str) -> str:
    """Return where the list of a block is, below the root of the site."""
    return f"tests/{page.url}{anchor}.txt"


def write(book: Book, proof: Proof | None, site: Path) -> None:
    """Write the list of each shown block of right code into a built site."""
    if proof is None:
        return
    for page, shown, source in book.sources:
        if not source.span.path.startswith(ANTIPATTERNS):
            file = site / address(page, shown.anchor)
            file.parent.mkdir(parents=True, exist_ok=True)
            lines = "".join(
                f"{line}\n" for line in _lines(source.span, proof, book.root)
            )
            head = _HEAD.format(reference=source.span.reference)
            file.write_text(f"{head}\n{lines}", encoding="utf-8")


def _lines(span: Span, proof: Proof, root: Path) -> Iterator[str]:
    names = exercised(proof, span.path, span.ranges, root, span.names).tests
    for name in sorted(names, key=lambda name: (proof.reach[name], name)):
        yield f"{proof.reach[name]:6} {name}"
