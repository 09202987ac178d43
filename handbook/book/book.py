"""The handbook as its sources say it: all pages together."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from posixpath import relpath

from handbook.book import nav, needs, rules
from handbook.book.fences import Command, Recorded, Source
from handbook.book.page import ANTIPATTERNS, Page, Shown, Waived, read_page
from handbook.book.rules import Rule
from handbook.common.errors import HandbookError
from handbook.common.files import ROOT


@dataclass(frozen=True)
class Book:
    """All pages; ``newest`` is when a file of the repository last changed."""

    root: Path
    pages: Sequence[Page]
    newest: float

    @cached_property
    def rules(self) -> Sequence[Rule]:
        """The rules of all chapters."""
        return [rule for page in self.pages for rule in page.rules]

    @property
    def answered(self) -> set[str]:
        """The claims of other guides that a rule or a page follows or corrects."""
        by_rules = {claim for rule in self.rules for claim in rule.ledger}
        return by_rules.union(*(page.answers for page in self.pages))

    @property
    def faults(self) -> list[HandbookError]:
        """Everything that is wrong with the sources."""
        return [fault for page in self.pages for fault in page.faults]

    @property
    def waived(self) -> list[Waived]:
        """All fences that carry a waiver."""
        return [waived for page in self.pages for waived in page.waived]

    @property
    def commands(self) -> Iterator[tuple[Page, Shown, Command]]:
        """Every command whose output a page shows."""
        for page in self.pages:
            for shown in page.shown:
                if isinstance(shown.fence, Command):
                    yield page, shown, shown.fence

    @cached_property
    def wrong_code(self) -> Mapping[str, set[str]]:
        """For each file of wrong code the ids of the rules that show it."""
        by: dict[str, set[str]] = {}
        for page, shown, source in self.sources:
            if source.span.path.startswith(ANTIPATTERNS):
                ids = {rule.id for rule in page.rules if rule.block.holds(shown.line)}
                by.setdefault(source.span.path, set()).update(ids)
        return by

    def wrong_files(self, rule: Rule) -> set[str]:
        """Return the paths of the wrong code that a rule shows."""
        return {path for path, ids in self.wrong_code.items() if rule.id in ids}

    @property
    def recorded(self) -> Iterator[tuple[Page, Shown, Recorded]]:
        """Every recorded text that a page shows."""
        for page in self.pages:
            for shown in page.shown:
                if isinstance(shown.fence, Recorded):
                    yield page, shown, shown.fence

    @property
    def sources(self) -> Iterator[tuple[Page, Shown, Source]]:
        """Every piece of source that a page shows."""
        for page in self.pages:
            for shown in page.shown:
                if isinstance(shown.fence, Source):
                    yield page, shown, shown.fence

    @cached_property
    def homes(self) -> Mapping[tuple[str, str], str]:
        """Where each (path, symbol) is shown first: a page's url and fragment."""
        homes: dict[tuple[str, str], str] = {}
        for page, shown, fence in self.sources:
            for name in fence.span.names or ("",):
                homes.setdefault((fence.span.path, name), f"{page.url}#{shown.anchor}")
        return homes

    def address_of(self, rule: Rule) -> str:
        """Return the address of a rule below the site's root."""
        home = next(page for page in self.pages if page.path == rule.path)
        return f"{home.url}#{rule.anchor}"

    def page_at(self, path: str) -> Page | None:
        """Return the page of that file."""
        return next((page for page in self.pages if page.path == path), None)

    @cached_property
    def areas(self) -> Mapping[str, Sequence[Page]]:
        """The chapters of each area; one outside the navigation is its own area."""
        by: dict[str, list[Page]] = {}
        named = nav.areas(self.root)
        for page in self.pages:
            if page.rules:
                area = named.get(page.path.removeprefix("docs/")) or page.title
                by.setdefault(area, []).append(page)
        return by

    def page_of(self, body: str) -> Page | None:
        """Return the page whose converted body this is.

        Builders hand the body alone to Markdown, so that its text has to tell.
        """
        wanted = body.strip()
        return next((page for page in self.pages if page.body.strip() == wanted), None)


def relative(url: str, page: Page) -> str:
    """Return the address of ``url``, below the site's root, as seen from a page."""
    target, _, fragment = url.partition("#")
    path = relpath(f"/{target}", f"/{page.url}")
    folder = "/" if target.endswith("/") or not target else ""
    return f"{path}{folder}#{fragment}" if fragment else f"{path}{folder}"


def load(root: Path = ROOT) -> Book:
    """Read all pages; what is wrong with them is in the book's faults."""
    return _load(root, _fingerprint(root))


@lru_cache(maxsize=4)
def _load(root: Path, times: tuple[tuple[str, float], ...]) -> Book:
    needs.forget()
    pages = [read_page(file, root) for file in _files(root)]
    _check_ids(pages)
    return Book(root, pages, max((time for _, time in times), default=0.0))


def _files(root: Path) -> list[Path]:
    """Return the pages' files, in the order in which the settings name them."""
    named = list(nav.areas(root))
    docs = root / "docs"

    def place(file: Path) -> tuple[int, str]:
        name = file.relative_to(docs).as_posix()
        return (named.index(name) if name in named else len(named), name)

    shown = (file for file in docs.rglob("*.md") if not file.name.startswith("."))
    return sorted(shown, key=place)  # builders leave hidden files out too


def _fingerprint(root: Path) -> tuple[tuple[str, float], ...]:
    settings = root / nav.SETTINGS
    own = [(str(settings), settings.stat().st_mtime)] if settings.exists() else []
    folders = (root / "docs", root / "examples", root / "tests")
    below = [_times(str(folder)) for folder in folders if folder.is_dir()]
    return tuple(sorted(chain(own, *below)))


def _times(folder: str) -> Iterator[tuple[str, float]]:
    """Yield each file below a folder, and when it changed; one may vanish meanwhile."""
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _times(entry.path)
            else:  # a broken link has a time, and a fault when it is read
                yield entry.path, entry.stat(follow_symlinks=False).st_mtime


def _check_ids(pages: Sequence[Page]) -> None:
    found = [rule for page in pages for rule in page.rules]
    for check in (rules.check_unique, rules.check_needs):
        try:
            check(found)
        except HandbookError as fault:
            page = next(page for page in pages if page.path == fault.path)
            page.faults.append(fault)
