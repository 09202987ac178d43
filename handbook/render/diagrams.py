"""A diagram with its caption, and the same as text."""

from xml.etree import ElementTree as ET

from handbook.book import blocks, diagrams
from handbook.book.book import Book
from handbook.book.page import Page
from handbook.common.errors import HandbookError
from handbook.common.files import read_text
from handbook.common.markup import bullets, element, link, text
from handbook.common.settings import source_url
from handbook.sources.lines import split_lines

SCALE = 0.875
"""Pixels for each unit of a drawing."""


def figure(book: Book, page: Page, argument: str) -> str:
    """Return the figure of the named diagram.

    A screen reader gets its title and its text alternative as the name and the
    description of one image. Raises HandbookError, with the line of the block, where
    the diagram can't be shown.
    """
    try:
        found = diagrams.read(argument, book.root)
    except HandbookError as fault:
        raise fault.at(page.path, _line(page, argument)) from None
    path = diagrams.path_of(argument)
    last = len(split_lines(read_text(book.root, path)))
    source = link(path, source_url(path, 1, last), "snippet-source")
    words = bullets(text(sentence) for sentence in found.sentences)
    as_text = element("details", element("summary", "As text") + words)
    return element(
        "figure",
        element("figcaption", text(found.about))
        + _drawing(argument, found)
        + element("div", source + as_text, class_="snippet-foot"),
        class_="diagram",
    )


def _drawing(name: str, found: diagrams.Diagram) -> str:
    svg = found.svg
    sentences = ". ".join(found.sentences).replace("`", "")
    for tag, words in (("desc", f"{sentences}."), ("title", found.title)):
        part = ET.Element(tag, id=f"diagram-{name}-{tag}")
        part.text = words
        svg.insert(0, part)
    svg.attrib = {
        "role": "img",
        "aria-labelledby": f"diagram-{name}-title",
        "aria-describedby": f"diagram-{name}-desc",
        "viewBox": svg.attrib["viewBox"],
        "width": f"{int(svg.attrib['width']) * SCALE:.0f}",
    }
    return ET.tostring(svg, encoding="unicode")


def _line(page: Page, name: str) -> int | None:
    """Return the line of the block that shows the diagram."""
    found = blocks.flattened(blocks.scan(page.body, page.path))
    shown = (b.first for b in found if (b.name, b.argument) == ("diagram", name))
    return next((line + page.offset for line in shown), None)
