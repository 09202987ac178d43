"""The handbook as its sources say it: pages, rules, and what each fence shows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from posixpath import relpath

from handbook import blocks, rules, superfences
from handbook.errors import HandbookError
from handbook.fences import Command, Fence, Recorded, Source, parse
from handbook.rules import Rule
from handbook.snippets import ROOT
from handbook.superfences import FoundFence

_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n+", re.DOTALL)
_FENCE_START = re.compile(r"^[\s>]*(`{3,}|~{3,})")
ANTIPATTERNS = "examples/antipatterns/"


@dataclass(frozen=True)
class Shown:
    """A fence of a page and what it shows; ``line`` is that of the page's file."""

    line: int
    fence: Fence
    anchor: str


@dataclass(frozen=True)
class Waived:
    """A fence whose code is written by hand, for a reason that readers can see."""

    page: str
    line: int
    reason: str


@dataclass
class Page:
    """A page's source and what was read in it; ``faults`` are what is wrong with it.

    ``path`` is relative to the repository, ``offset`` the lines of front matter
    that a builder takes away before it converts the body.
    """

    path: str
    title: str
    body: str
    offset: int
    rules: list[Rule] = field(default_factory=list["Rule"])
    shown: list[Shown] = field(default_factory=list["Shown"])
    waived: list[Waived] = field(default_factory=list["Waived"])
    faults: list[HandbookError] = field(default_factory=list["HandbookError"])

    @property
    def url(self) -> str:
        """The page's address below the site's root, ending with a slash."""
        name = self.path.removeprefix("docs/").removesuffix(".md")
        name = name.removesuffix("index")
        return name if not name or name.endswith("/") else f"{name}/"


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
    pages = [read_page(file, root) for file in _files(root)]
    _check_ids(pages)
    return Book(root, pages, max((time for _, time in times), default=0.0))


def _files(root: Path) -> list[Path]:
    """Return the pages' files, in the order in which the settings name them."""
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    docs = root / "docs"

    def place(file: Path) -> tuple[int, str]:
        name = file.relative_to(docs).as_posix()
        found = settings.find(f": {name}\n")
        return (found if found >= 0 else len(settings), name)

    return sorted(docs.rglob("*.md"), key=place)


def _fingerprint(root: Path) -> tuple[tuple[str, float], ...]:
    folders = (root / "docs", root / "examples", root / "tests")
    files = [file for folder in folders for file in folder.rglob("*.*")]
    files.append(root / "mkdocs.yml")
    return tuple(sorted((str(file), file.stat().st_mtime) for file in files))


def _check_ids(pages: Sequence[Page]) -> None:
    try:
        rules.check_unique([rule for page in pages for rule in page.rules])
    except HandbookError as fault:
        next(page for page in pages if page.path == fault.path).faults.append(fault)


def read_page(file: Path, root: Path) -> Page:
    """Read one page."""
    text = file.read_text(encoding="utf-8")
    front = _FRONT_MATTER.match(text)
    offset = front.group().count("\n") if front else 0
    body = text[front.end() :] if front else text
    title = re.search(r"^# (.+)$", body, re.MULTILINE)
    page = Page(
        file.relative_to(root).as_posix(),
        title[1] if title else file.stem,
        body,
        offset,
    )
    _read_fences(page, root)
    _read_rules(page, text)
    return page


def _read_fences(page: Page, root: Path) -> None:
    found = superfences.collect(page.body)
    for fence in found:
        _read_fence(page, fence, root)
    inside = {line for fence in found for line in _lines(fence)}
    for number, line in enumerate(page.body.split("\n"), 1):
        if number not in inside and _FENCE_START.match(line):
            page.faults.append(
                HandbookError(
                    "a fence that isn't closed, or not indented as it began",
                    path=page.path,
                    line=number + page.offset,
                    mend="end it with the same marks at the same indent",
                )
            )


def _lines(fence: FoundFence) -> range:
    return range(fence.line, fence.line + fence.body.count("\n") + 3)


def _read_fence(page: Page, found: FoundFence, root: Path) -> None:
    line = found.line + page.offset
    if reason := found.options.get("waiver"):
        page.waived.append(Waived(page.path, line, reason))
        return
    try:
        fence = parse(found.language, found.body, root)
    except HandbookError as fault:
        page.faults.append(fault.at(page.path, line))
        return
    taken = {shown.anchor for shown in page.shown}
    page.shown.append(Shown(line, fence, _anchor(fence, taken)))


def _anchor(fence: Fence, taken: set[str]) -> str:
    match fence:
        case Source(span=span):
            words = span.reference.removeprefix("examples/").removeprefix("shop/")
        case Command(command=words) | Recorded(name=words):
            pass
    slug = "show-" + re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
    number = 2
    anchor = slug
    while anchor in taken:
        anchor, number = f"{slug}-{number}", number + 1
    return anchor


def _read_rules(page: Page, text: str) -> None:
    try:
        outermost = blocks.scan(text, page.path)
    except HandbookError as fault:
        page.faults.append(fault)
        return
    for block in outermost:
        if block.name != "rule":
            continue
        try:
            rule = rules.read(block, page.path)
            _check_code(rule, page)
        except HandbookError as fault:
            page.faults.append(fault)
        else:
            page.rules.append(rule)


def _check_code(rule: Rule, page: Page) -> None:
    wrong = [shown for shown in page.shown if _is_wrong(shown)]
    right = [shown for shown in page.shown if not _is_wrong(shown)]
    for name, code, what in (("do", right, "right"), ("dont", wrong, "wrong")):
        section = rule.section(name)
        if section and not any(section.holds(shown.line) for shown in code):
            raise HandbookError(
                f"{rule.id}: its {name!r} section shows no {what} code",
                path=page.path,
                line=section.first,
                mend="show it with a fence and @include",
            )
    dont = rule.section("dont")
    for shown in wrong:
        if rule.block.holds(shown.line) and not (dont and dont.holds(shown.line)):
            raise HandbookError(
                f"{rule.id} shows wrong code outside of its 'dont' section",
                path=page.path,
                line=shown.line,
                mend="move the fence into /// dont",
            )


def _is_wrong(shown: Shown) -> bool:
    fence = shown.fence
    return isinstance(fence, Source) and fence.span.path.startswith(ANTIPATTERNS)
