"""What is checked and made of a built site."""

import json
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import override
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from handbook.common.errors import HandbookError
from handbook.common.files import read_text
from handbook.common.settings import revision


@dataclass
class BuiltPage:
    """What is in a page of a built site: anchors, links, and blocks of code.

    A snippet is (kind, what it shows, its code). ``raw`` is text with Markdown that was
    not rendered: a backtick, or a link in brackets.
    """

    anchors: set[str] = field(default_factory=set[str])
    links: list[str] = field(default_factory=list[str])
    snippets: list[tuple[str, str, str]] = field(
        default_factory=list[tuple[str, str, str]]
    )
    raw: list[str] = field(default_factory=list[str])


_VERBATIM = {"code", "pre", "script", "style", "title"}
_MARKDOWN = re.compile(r"`|\]\(")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = BuiltPage()
        self.opened: list[tuple[str, str]] = []
        self.depth: list[int] = []
        self.divs = 0
        self.code: list[str] | None = None
        self.verbatim = 0

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if anchor := values.get("id"):
            self.page.anchors.add(anchor)
        if tag == "a" and "href" in values:
            self.page.links.append(values["href"])
        if tag == "div":
            self._open_div(values)
        if tag == "pre":
            self.code = []
        self.verbatim += tag in _VERBATIM

    def _open_div(self, values: dict[str, str]) -> None:
        self.divs += 1
        if kind := values.get("data-kind"):
            what = values.get("data-path", "") + values.get("data-key", "")
            self.opened.append((kind, f"{what} {values.get('data-lines', '')}".strip()))
            self.depth.append(self.divs)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "pre" and self.code is not None:
            kind, what = self.opened[-1] if self.opened else ("", "")
            self.page.snippets.append((kind, what, "".join(self.code)))
            self.code = None
        self.verbatim -= tag in _VERBATIM
        if tag == "div":
            if self.depth and self.depth[-1] == self.divs:
                self.depth.pop()
                self.opened.pop()
            self.divs -= 1

    @override
    def handle_data(self, data: str) -> None:
        if self.code is not None:
            self.code.append(data)
        if not self.verbatim and _MARKDOWN.search(data):
            self.page.raw.append(data.strip())


def read_site(site: Path) -> dict[str, BuiltPage]:
    """Return the pages of a built site by their addresses below its root.

    Raises HandbookError where there is no site.
    """
    files = sorted(site.rglob("*.html"))
    if not files:
        raise HandbookError(f"no site at {site}", fix="run: uvx nox -s site")
    return {_address(file, site): _read(file) for file in files}


def _address(file: Path, site: Path) -> str:
    return file.relative_to(site).as_posix().removesuffix("index.html")


def _read(file: Path) -> BuiltPage:
    reader = _Reader()
    reader.feed(file.read_text(encoding="utf-8"))
    return reader.page


def dead_links(site: Path) -> list[str]:
    """Return the links within the site that lead nowhere."""
    pages = read_site(site)
    files = {file.relative_to(site).as_posix() for file in site.rglob("*")}
    return [
        f"{address or 'the home page'} links to {href}, which isn't there"
        for address, page in pages.items()
        if address != "404.html"
        for href in page.links
        if not _leads_somewhere(address, href, pages, files)
    ]


def _leads_somewhere(
    address: str, href: str, pages: dict[str, BuiltPage], files: set[str]
) -> bool:
    if urlsplit(href).scheme or href.startswith("//"):
        return True
    target, fragment = urldefrag(urljoin(f"/{address}", href))
    target = unquote(target).removeprefix("/")
    if target not in pages:
        return target in files
    return not fragment or unquote(fragment) in pages[target].anchors


def raw_markdown(site: Path) -> list[str]:
    """Return the texts outside of code that show Markdown as it was written."""
    return [
        f"{address or 'the home page'} shows raw Markdown: {text}"
        for address, page in read_site(site).items()
        for text in page.raw
    ]


def differences(one: Path, other: Path) -> list[str]:
    """Return how two builds of the handbook differ: pages, anchors, code."""
    first, second = read_site(one), read_site(other)
    return [
        *_only(first.keys(), second.keys(), "page", one, other),
        *(
            words
            for address in sorted(first.keys() & second.keys())
            for words in _differ(address, first[address], second[address], one, other)
        ),
    ]


def _differ(
    address: str, first: BuiltPage, second: BuiltPage, one: Path, other: Path
) -> Iterator[str]:
    name = address or "the home page"
    ours, theirs = _own(first.anchors), _own(second.anchors)
    yield from _only(ours, theirs, f"{name}: anchor", one, other)
    if first.snippets != second.snippets:
        count = f"{len(first.snippets)} in {one}, {len(second.snippets)} in {other}"
        yield f"{name}: the blocks of code differ ({count})"


def _own(anchors: set[str]) -> set[str]:
    """Leave out the anchors that themes make for themselves."""
    return {
        a for a in anchors if not a.startswith(("__", "search", "mkdocs", "zensical"))
    }


def _only(
    first: Iterable[str], second: Iterable[str], what: str, one: Path, other: Path
) -> Iterator[str]:
    left, right = set(first), set(second)
    yield from (f"{what} {name} is only in {one}" for name in sorted(left - right))
    yield from (f"{what} {name} is only in {other}" for name in sorted(right - left))


def make_pages(site: Path, target: Path) -> None:
    """Copy a built site to be uploaded, with the commit that it was built from."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(site, target)
    made_from = {"commit": revision()}
    (target / "built-from.json").write_text(json.dumps(made_from), encoding="utf-8")


@contextmanager
def zensical_settings(root: Path, target: Path) -> Iterator[Path]:
    """Write, for a while, the settings that make Zensical build into ``target``.

    Zensical takes no target on its command line, and reads only below the folder
    that its settings lie in.
    """
    text = read_text(root, "mkdocs.yml")
    line = f"site_dir: {target.as_posix()}"
    settings = root / ".zensical.yml"
    settings.write_text(re.sub(r"(?m)^site_dir: .*$", line, text), encoding="utf-8")
    try:
        yield settings
    finally:
        settings.unlink()
