"""The blocks of a page that are computed from the whole book."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Protocol, override
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.util import AtomicString
from pymdownx.blocks.block import Block

from handbook.book.book import Book
from handbook.book.page import Page
from handbook.render import benchmark, chosen, copying, diagrams, facts, lists

type Computed = Callable[[Book, Page], str]
"""Returns the HTML of a part."""


class _ComputedBlock(Block):
    """A part of a page; what goes wrong with it is a fault of the page."""

    @override
    def on_create(self, parent: ET.Element) -> ET.Element:
        element = ET.SubElement(parent, "div", {"class": f"handbook-{self.NAME}"})
        put(element, self.md, self.config["converted"].computed(self.part))
        return element

    @property
    def part(self) -> Computed:
        """What the block shows."""
        return LISTS[self.NAME]


class _ArgumentBlock(_ComputedBlock):
    """A part of which the argument says what it shows."""

    ARGUMENT = True

    @property
    @override
    def part(self) -> Computed:
        return partial(WITH_ARGUMENT[self.NAME], argument=self.argument)


def put(parent: ET.Element, md: Markdown, html: str) -> None:
    """Put finished HTML into an element; Markdown leaves it as it is."""
    child = ET.SubElement(parent, "div")
    child.text = AtomicString(md.htmlStash.store(html))


LISTS: Mapping[str, Computed] = {
    "catalogue": lists.catalogue,
    "checklist": lists.checklist,
    "files": lists.files,
    "musts": lists.musts,
    "numbers": lists.numbers,
    "versions": facts.versions,
    "waivers": lists.waivers,
    **benchmark.PARTS,
}
"""The computed parts by the names of their blocks."""


class _WithArgument(Protocol):
    def __call__(self, book: Book, page: Page, argument: str) -> str: ...


WITH_ARGUMENT: Mapping[str, _WithArgument] = {
    "chosen": chosen.chosen_rules,
    "diagram": diagrams.figure,
    "measured": chosen.measured_harm,
    "set": copying.copy_set,
}
"""Those that take an argument: IDs of rules, or the name of a diagram or a set."""


def blocks() -> Iterator[type[Block]]:
    """Yield a block for each computed part."""
    for name in LISTS:
        yield type(f"{name}Block", (_ComputedBlock,), {"NAME": name})
    for name in WITH_ARGUMENT:
        yield type(f"{name}Block", (_ArgumentBlock,), {"NAME": name})
