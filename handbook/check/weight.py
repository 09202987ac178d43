"""How heavy the pages of a built site are: a budget for bytes and for elements."""

import gzip
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import override

from handbook.common.errors import HandbookError

KILOBYTES = 60
"""The most that a page may have when it is compressed; 1,024 bytes each."""

ELEMENTS = 5_000

_FIX = "split the page by subject, or show less"


class _Counter(HTMLParser):
    """Counts the elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.elements = 0

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements += 1


def compressed(content: bytes) -> int:
    """Return how many bytes a server sends that compresses with gzip."""
    return len(gzip.compress(content, mtime=0))


def elements(html: str) -> int:
    """Return how many elements a page has."""
    counter = _Counter()
    counter.feed(html)
    return counter.elements


def _pages(site: Path) -> dict[str, bytes]:
    files = sorted(site.rglob("*.html"))
    if not files:
        raise HandbookError(f"no site at {site}", fix="run: uvx nox -s site")
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in files}


def too_heavy(site: Path) -> Iterator[HandbookError]:
    """Yield a fault for each page above a budget.

    Raises HandbookError where there is no site.
    """
    for name, content in _pages(site).items():
        size = compressed(content) / 1024
        if size > KILOBYTES:
            what = f"{size:.0f} KB compressed, {KILOBYTES} are allowed"
            yield HandbookError(what, path=name, fix=_FIX)
        count = elements(content.decode("utf-8"))
        if count > ELEMENTS:
            what = f"{count:,} elements, {ELEMENTS:,} are allowed"
            yield HandbookError(what, path=name, fix=_FIX)


def heaviest(site: Path) -> str:
    """Return the largest page, for the person who reads the report."""
    sizes = {name: compressed(content) for name, content in _pages(site).items()}
    name = max(sizes, key=lambda name: sizes[name])
    size = f"{sizes[name] / 1024:.0f} KB"
    return f"every page is within its budget; the heaviest is {name} with {size}"
