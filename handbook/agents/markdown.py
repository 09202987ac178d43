"""A page as Markdown in which code, output and lists stand in full."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape
from posixpath import normpath

from handbook.book import blocks, diagrams, superfences
from handbook.book.blocks import Block
from handbook.book.book import Book
from handbook.book.diagrams import Diagram
from handbook.book.fences import Command, Recorded, Source
from handbook.book.page import ANTIPATTERNS, Page, Shown
from handbook.book.rules import Rule
from handbook.book.snippets import Span
from handbook.common.settings import site_url
from handbook.proof.spans import evidence
from handbook.proof.store import Proof
from handbook.sources.lines import split_lines

CHAPTERS = "docs/chapters/"

_LABELS = {
    "why": "**Why**",
    "do": "**Do**",
    "dont": "**Don't**",
    "exceptions": "**When to choose otherwise**",
}
_TAB = re.compile(r'^=== "(.+)"$')
_LINK = re.compile(r"\]\((?P<path>[^)#:\s]+\.md)(?P<fragment>#[^)\s]+)?\)")


def markdown_of(page: Page, book: Book, proof: Proof) -> str:
    """Return the page as Markdown; each block of code says where it is from."""
    return _Writer(page, book, proof).text()


@dataclass(frozen=True)
class _Writer:
    page: Page
    book: Book
    proof: Proof

    def text(self) -> str:
        """Return the page line by line, with what its fences and blocks stand for."""
        kept = (line for number, line in self._lines() if number not in self._hidden)
        text = _LINK.sub(self._link, "\n".join(kept))
        return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"

    def _lines(self) -> Iterator[tuple[int, str]]:
        """Yield the lines of the page and, in place of some, what they stand for."""
        for number, line in enumerate(self.page.body.split("\n"), 1):
            if number in self._fences:
                yield 0, self._fences[number]
            elif number in self._headers:
                yield 0, self._headers[number]
            else:
                yield number, _TAB.sub(r"\1:", line)

    @cached_property
    def _hidden(self) -> set[int]:
        """The lines that belong to directives, fields, and the edges of blocks."""
        found = {
            line
            for fence in superfences.collect(self.page.body)
            for line in range(fence.line, fence.line + fence.body.count("\n") + 3)
        }
        for block in self._blocks:
            fields = len(split_lines(block.fields))
            found |= {block.last, *range(block.first, block.first + 1 + fields)}
        return found

    @cached_property
    def _blocks(self) -> list[Block]:
        return list(blocks.flattened(blocks.scan(self.page.body, self.page.path)))

    @cached_property
    def _headers(self) -> dict[int, str]:
        return {block.first: self._header(block) for block in self._blocks}

    @cached_property
    def _fences(self) -> dict[int, str]:
        offset = self.page.offset
        return {s.line - offset: self._fence(s) for s in self.page.shown}

    def _header(self, block: Block) -> str:
        """Return what stands for the beginning of a block, and for all of a list."""
        if block.name in _LABELS:
            return f"{_LABELS[block.name]}\n"
        if block.name == "rule":
            return _rule(self._rules[block.argument])
        if block.name == "checklist":
            return "\n".join(_item(rule) for rule in self.page.rules)
        if block.name in {"chosen", "measured"}:
            known = {rule.id: rule for rule in self.book.rules}
            return "\n".join(self._chosen(known[i]) for i in block.argument.split())
        if block.name == "diagram":
            return _diagram(diagrams.read(block.argument, self.book.root))
        return f"See {site_url(self.book.root)}/{self.page.url}."

    @cached_property
    def _rules(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.page.rules}

    def _chosen(self, rule: Rule) -> str:
        measured = self.proof.harm_of(self.book.wrong_files(rule))
        return f"{_item(rule)} Without it: {' '.join(measured)}"

    def _link(self, found: re.Match[str]) -> str:
        """Point a link to a chapter beside this one, or to the site."""
        folder = self.page.path.rpartition("/")[0]
        path = normpath(f"{folder}/{found['path']}")
        fragment = found["fragment"] or ""
        if path.startswith(CHAPTERS) and self.page.path.startswith(CHAPTERS):
            return f"]({path.removeprefix(CHAPTERS)}{fragment})"
        page = self.book.page_at(path)
        return f"]({site_url(self.book.root)}/{page.url if page else ''}{fragment})"

    def _fence(self, shown: Shown) -> str:
        """Return a fence with its code; the first line says what proves it."""
        match shown.fence:
            case Source(span=span, notes=notes):
                words = "\n".join(
                    f"- Line {line}: {note.words}" for line, note in notes
                )
                return f"{self._source(span)}\n\n{words}".rstrip()
            case Command(command=command, key=key):
                printed = f"$ {command}\n{self.proof.outputs[key].text}"
                return _fenced("console", {"kind": "output", "key": key}, printed)
            case Recorded(test=test, name=name, key=key):
                cases = self.proof.tests_named(test).values()
                text = next(case.shown[name] for case in cases if name in case.shown)
                return _fenced("http", {"kind": "output", "key": key}, text)

    def _source(self, span: Span) -> str:
        lines = ",".join(f"{block.first}-{block.last}" for block in span.ranges)
        about = {"kind": "source", "path": span.path, "lines": lines}
        if span.names:
            about["names"] = ", ".join(span.names)
        code = _fenced(span.language, about, span.text)
        if not span.path.startswith(ANTIPATTERNS):
            return code
        return f"{code}\n\n{'\n'.join(self._witness(span))}"

    def _witness(self, span: Span) -> Iterator[str]:
        """Yield what tools report and what a test measured of wrong code."""
        found = evidence(self.proof, span.path, span.ranges, self.book.root)
        for tool, diagnostics in found.diagnostics.items():
            for code, message in {d.code: d.message for d in diagnostics}.items():
                yield f"- {tool} reports `{code}`: {message}"
        if found.harm:
            yield from (f"- Measured: {s}" for s in self.proof.harm_of([span.path]))


def _rule(rule: Rule) -> str:
    """Return the heading of a rule and what finds a violation of it."""
    lines = [f"### {rule.id}: {rule.statement}", "", f"- Level: {rule.level}"]
    tools = [f"{one.kind} `{one.value}`" for one in rule.tools]
    looks = [one.value for one in rule.enforce if one.kind == "review"]
    lines += [f"- Found by: {', '.join(tools)}"] if tools else []
    lines += [f"- In review: {words}" for words in looks]
    since = [f"{name} {version}" for name, version in rule.since.items()]
    lines += [f"- Since: {', '.join(since)}"] if since else []
    return "\n".join(lines)


def _diagram(found: Diagram) -> str:
    """Return what a diagram shows, as text."""
    shown = "\n".join(f"- {sentence}" for sentence in found.sentences)
    return f"{found.about}\n\n{shown}"


def _item(rule: Rule) -> str:
    return f"- {rule.id} ({rule.level}): {rule.statement}"


def _fenced(language: str, about: dict[str, str], text: str) -> str:
    """Return a fence that is longer than any that its text holds."""
    ticks = max((len(t) for t in re.findall(r"`{3,}", text)), default=2) + 1
    marks = "`" * ticks
    words = " ".join(f'{name}="{escape(value)}"' for name, value in about.items())
    return f"{marks}{language} {words}\n{text.rstrip('\n')}\n{marks}"
