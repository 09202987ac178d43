"""The Python-Markdown extension, which is all that a site builder sees of this."""

import re
from collections.abc import Callable
from html import unescape
from typing import override
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from mkdocs.exceptions import BuildError
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block

from handbook.book import book as books
from handbook.book.fields import RuleFields
from handbook.book.page import Page
from handbook.book.rules import SECTIONS, Rule
from handbook.book.superfences import Fences, FoundFence, preprocessor_of
from handbook.common.errors import HandbookError
from handbook.render import computed, facts, glossary, render
from handbook.render.computed import Computed
from handbook.sources.lines import split_lines

_LABELS = {
    "why": "Why",
    "do": "Do",
    "dont": "Don\u2019t",
    "exceptions": "When to choose otherwise",
}
_WRITTEN_BY_HAND = re.compile(r"<pre\b", re.IGNORECASE)


class ChapterError(BuildError):
    """A page that can't be built; MkDocs prints it without a traceback."""


class Converted:
    """What is known of the page that is being converted."""

    def __init__(self) -> None:
        self.book = books.load()
        self.page: Page | None = None
        self.faults: list[HandbookError] = []

    def start(self, body: str) -> None:
        """Find out which page this is; its faults stop the build."""
        self.book = books.load()
        self.page = self.book.page_of(body)
        unknown = HandbookError(
            f"this text is that of no page of docs/: {body.strip()[:40]!r}",
            fix="write the front matter between two lines of ---",
        )
        self.faults = list(self.page.faults) if self.page else [unknown]

    def fence(self, found: FoundFence, md: Markdown) -> str:
        """Return the HTML of a fence; a fault is kept for the end of the page."""
        if self.page is None:
            return render.by_hand(found, preprocessor_of(md), waiver=None)
        if reason := found.options.get("waiver"):
            return render.by_hand(found, preprocessor_of(md), waiver=reason)
        line = found.line + self.page.offset
        shown = next((s for s in self.page.shown if s.line == line), None)
        if shown is None:
            return ""
        try:
            renderer = render.Renderer(self.book, self.page, preprocessor_of(md))
            return renderer.fence(shown, dict(found.options))
        except HandbookError as fault:
            self.faults.append(fault.at(self.page.path, line))
            return ""

    def facts(self, rule: Rule) -> str:
        """Return the HTML of a rule's facts; a fault is kept for the end."""
        try:
            return facts.rule_facts(rule, self.book)
        except HandbookError as fault:
            self.faults.append(fault)
            return ""

    def computed(self, part: Computed) -> str:
        """Return the HTML of a computed part; a fault is kept for the end."""
        if self.page is None:
            return ""
        try:
            return part(self.book, self.page)
        except HandbookError as fault:
            self.faults.append(fault)
            return ""

    def finish(self) -> None:
        """Raise ChapterError if the page has a fault."""
        if self.faults:
            raise ChapterError("\n".join(dict.fromkeys(map(str, self.faults))))


class _Start(Preprocessor):
    def __init__(self, md: Markdown, converted: Converted) -> None:
        super().__init__(md)
        self.converted = converted

    @override
    def run(self, lines: list[str]) -> list[str]:
        self.converted.start("\n".join(lines))
        return lines


class _Finish(Postprocessor):
    """Before the stashed HTML comes back, what is left of code is a fault."""

    def __init__(self, md: Markdown, converted: Converted) -> None:
        super().__init__(md)
        self.converted = converted

    @override
    def run(self, text: str) -> str:
        self.converted.finish()
        return text


class _ByHand(Treeprocessor):
    """Refuses code that did not come through a fence: indented, or raw HTML."""

    def __init__(self, md: Markdown, converted: Converted) -> None:
        super().__init__(md)
        self.converted = converted

    @override
    def run(self, root: ET.Element) -> None:
        page = self.converted.page
        if page is None:
            return
        indented = [
            unescape(pre.findtext("code") or pre.text or "") for pre in root.iter("pre")
        ]
        stashed = [
            block for block in self.md.htmlStash.rawHtmlBlocks if isinstance(block, str)
        ]
        raw = [
            b for b in stashed if _WRITTEN_BY_HAND.search(b) and render.MARK not in b
        ]
        seen: set[int] = set()
        for code in [*indented, *raw]:
            self.converted.faults.append(_by_hand(page, code, seen))


class _Glossary(Treeprocessor):
    """Explains the terms of the glossary, on each page but the glossary itself."""

    def __init__(self, md: Markdown, converted: Converted) -> None:
        super().__init__(md)
        self.converted = converted

    @override
    def run(self, root: ET.Element) -> None:
        page = self.converted.page
        if page and page.path != glossary.GLOSSARY:
            glossary.explain(root, glossary.terms(self.converted.book.root))


def _by_hand(page: Page, code: str, seen: set[int]) -> HandbookError:
    """Return the fault of one block; ``seen`` are the places of those before it."""
    wanted = [line.strip() for line in split_lines(code.strip("\n"))] or [""]
    body = [line.strip() for line in page.body.split("\n")]
    places = (
        start
        for start in range(len(body))
        if start not in seen and body[start : start + len(wanted)] == wanted
    )
    first = next((line for line in wanted if line), "")
    like = (i for i, line in enumerate(body) if first in line)
    place = next(places, next(like, -1))
    seen.add(place)
    return HandbookError(
        f"code written by hand: {first!r}",
        path=page.path,
        line=place + 1 + page.offset if place >= 0 else None,
        fix="put it into examples/ under a test and show it with @include",
    )


def _anything(value: object) -> object:
    return value


_FIELDS: dict[str, tuple[object, Callable[[object], object]]] = dict.fromkeys(
    RuleFields.model_fields, (None, _anything)
)


class RuleBlock(Block):
    """A rule; its fields were validated when the page was read."""

    NAME = "rule"
    ARGUMENT = True
    OPTIONS = _FIELDS

    @property
    def rule(self) -> Rule | None:
        """The rule as the book has it."""
        page = self.config["converted"].page
        rules = page.rules if page else []
        return next((rule for rule in rules if rule.id == self.argument), None)

    @override
    def on_create(self, parent: ET.Element) -> ET.Element:
        section = ET.SubElement(parent, "section", {"class": "rule"})
        if rule := self.rule:
            section.set("id", rule.anchor)
            section.set("data-level", rule.level)
            section.append(_heading(rule))
        return section

    @override
    def on_end(self, block: ET.Element) -> None:
        if rule := self.rule:
            converted: Converted = self.config["converted"]
            computed.put(block, self.md, converted.facts(rule))


def _heading(rule: Rule) -> ET.Element:
    heading = ET.Element(
        "h3",
        {
            "id": rule.slug,
            "data-toc-label": f"{rule.id} {rule.statement}".replace("`", ""),
        },
    )
    number = ET.SubElement(heading, "span", {"class": "rule-id"})
    number.text = rule.id
    number.tail = " "
    level = ET.SubElement(heading, "span", {"class": "rule-level"})
    level.text = rule.level
    level.tail = f" {rule.statement}"
    return heading


class _SectionBlock(Block):
    """A section of a rule."""

    @override
    def on_create(self, parent: ET.Element) -> ET.Element:
        section = ET.SubElement(parent, "div", {"class": f"rule-{self.NAME}"})
        label = ET.SubElement(section, "p", {"class": "rule-label"})
        label.text = _LABELS[self.NAME]
        return section


class _Blocks(BlocksExtension):
    """Registers the handbook's blocks beside those of pymdownx."""

    def __init__(self, converted: Converted) -> None:
        self.converted = converted
        super().__init__()

    @override
    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        config = {"converted": self.converted}
        block_mgr.register(RuleBlock, config)
        for name in SECTIONS:
            block_mgr.register(
                type(f"{name}Block", (_SectionBlock,), {"NAME": name}), config
            )
        for block in computed.blocks():
            block_mgr.register(block, config)


class HandbookExtension(Extension):
    """Fences that show proven code, and the blocks of the handbook."""

    @override
    def extendMarkdown(self, md: Markdown) -> None:
        converted = Converted()
        highlight = {"pygments_lang_class": True}
        md.registerExtensions(["pymdownx.highlight"], {"pymdownx.highlight": highlight})
        Fences(lambda found: converted.fence(found, md)).extendMarkdown(md)
        _Blocks(converted).extendMarkdown(md)
        md.preprocessors.register(_Start(md, converted), "handbook_start", 1000)
        md.treeprocessors.register(_ByHand(md, converted), "handbook_by_hand", 1000)
        # After the inline patterns (20), before the table of contents (5).
        md.treeprocessors.register(_Glossary(md, converted), "handbook_glossary", 7)
        md.postprocessors.register(_Finish(md, converted), "handbook_finish", 1000)


def makeExtension(**settings: object) -> HandbookExtension:
    """Return the extension; builders call this."""
    return HandbookExtension(**settings)
