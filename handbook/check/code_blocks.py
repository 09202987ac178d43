"""Read code blocks from the HTML of a page."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import override

from handbook.sources.lines import split_lines

_VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "param",
    "source",
    "track",
    "wbr",
}
# Code in one of these is part of a sentence, a cell, a heading or a label.
_PHRASING = {
    "a",
    "abbr",
    "b",
    "button",
    "caption",
    "dd",
    "dt",
    "em",
    "figcaption",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "i",
    "kbd",
    "label",
    "legend",
    "li",
    "mark",
    "nav",
    "p",
    "q",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "td",
    "th",
    "title",
    "u",
}
_BLOCKS = {"pre", "xmp", "listing", "plaintext", "textarea", "samp", "code"}
_INLINE_LINES = 2
_NOT_CODE = {"linenos", "linenodiv", "lineno", "md-clipboard"}


@dataclass(frozen=True)
class Block:
    """A block of code as a visitor sees it.

    ``attributes`` are those of the snippet around it, the innermost; ``waiver`` is
    the reason on the block or on anything around it.
    """

    ordinal: int
    text: str
    attributes: dict[str, str] = field(default_factory=dict[str, str])
    waiver: str | None = None

    @property
    def lines(self) -> list[str]:
        """The lines without the blanks at their ends."""
        return [line.rstrip() for line in split_lines(self.text)]

    @property
    def first_line(self) -> str:
        """The first line that says something."""
        return next((line.strip() for line in self.lines if line.strip()), "(empty)")


@dataclass
class _Element:
    tag: str
    attributes: dict[str, str]
    text: list[str] = field(default_factory=list[str])

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._open: list[_Element] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._hear("\n")
        if tag not in _VOID:
            self._open.append(_Element(tag, {k: v or "" for k, v in attrs}))

    @override
    def handle_endtag(self, tag: str) -> None:
        if not any(element.tag == tag for element in self._open):
            return
        while self._open:
            element = self._open.pop()
            self._close(element)
            if element.tag == tag:
                return

    @override
    def handle_data(self, data: str) -> None:
        self._hear(data)

    @override
    def close(self) -> None:
        super().close()
        while self._open:
            self._close(self._open.pop())

    def _hear(self, data: str) -> None:
        if any(element.classes & _NOT_CODE for element in self._open):
            return
        for element in self._open:
            if element.tag in _BLOCKS:
                element.text.append(data)

    def _close(self, element: _Element) -> None:
        inside = any(outer.tag in _BLOCKS for outer in self._open)
        if element.tag not in _BLOCKS or inside or self._is_line_numbers():
            return
        text = "".join(element.text)
        if element.tag in {"code", "samp"} and self._is_inline(text):
            return
        around = [*self._open, element]
        snippet = next((e for e in reversed(around) if "snippet" in e.classes), element)
        waivers = [e.attributes.get("data-waiver") for e in around]
        waiver = next((w for w in reversed(waivers) if w), None)
        number = len(self.blocks) + 1
        self.blocks.append(Block(number, text, snippet.attributes, waiver))

    def _is_line_numbers(self) -> bool:
        return any(element.classes & _NOT_CODE for element in self._open)

    def _is_inline(self, text: str) -> bool:
        phrase = any(element.tag in _PHRASING for element in self._open)
        return phrase and text.strip().count("\n") < _INLINE_LINES


def blocks(html: str) -> list[Block]:
    """Return every block of code in a page, with raw HTML's own."""
    page = _Page()
    page.feed(html)
    page.close()
    return page.blocks
