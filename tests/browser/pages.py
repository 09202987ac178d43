"""The pages of the site, and the ways in which a visitor may look at them."""

from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal, override

from playwright.sync_api import ViewportSize

DOCS = Path(__file__).parents[2] / "docs"


@dataclass(frozen=True)
class View:
    """A screen and a colour scheme."""

    name: str
    scheme: Literal["light", "dark"]
    viewport: ViewportSize


PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1280, height=900)

VIEWS = (
    View("phone-light", "light", PHONE),
    View("phone-dark", "dark", PHONE),
    View("desk-light", "light", DESK),
    View("desk-dark", "dark", DESK),
)

PHONES, DESKS = VIEWS[:2], VIEWS[2:]

LAYOUTS = (PHONES[0], DESKS[0])
"""One view for each width: colours move nothing."""


def addresses(docs: Path = DOCS) -> list[str]:
    """Return the address of each page, relative to the site."""
    names = sorted(path.relative_to(docs) for path in docs.rglob("*.md"))
    return ["404.html", *map(_address, names)]


def chapters() -> list[str]:
    """Return the addresses of the pages that show rules and code."""
    return [address for address in addresses() if address.startswith("chapters/")]


FEW = ("chapters/database/", "chapters/routing/", "chapters/timeouts/")
"""Chapters for what one template makes of all of them: panels, buttons, imports."""


def _address(name: Path) -> str:
    folder = name.parent if name.stem == "index" else name.with_suffix("")
    return "" if folder == Path() else f"{folder.as_posix()}/"


def telling(files: Mapping[str, Path]) -> set[str]:
    """Choose pages that together show each kind of element of all pages.

    A kind is a tag with one of its classes. Elements of one kind share their style, so
    a look at these pages judges the style of all.
    """
    kinds = {address: _kinds(file) for address, file in files.items()}
    missing = set().union(*kinds.values())
    chosen: set[str] = set()
    while missing:
        best = max(kinds, key=lambda address: len(kinds[address] & missing))
        chosen.add(best)
        missing -= kinds[best]
    return chosen


class _Kinds(HTMLParser):
    """Collects the kinds of element of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[str, str]] = set()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        self.found |= {(tag, name) for name in classes or [""]}


def _kinds(file: Path) -> set[tuple[str, str]]:
    parser = _Kinds()
    parser.feed(file.read_text(encoding="utf-8"))
    return parser.found
