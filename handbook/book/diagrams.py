"""Diagrams: text in ``docs/diagrams``, with their drawings and their words."""

import re
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from html import unescape
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

from handbook.book import drawings
from handbook.common.errors import HandbookError
from handbook.common.files import read_text
from handbook.common.markup import listed

FOLDER = "docs/diagrams"

CODE = ("container", "function", "module", "route", "table")
"""The classes of labels whose first line is a name in code."""

_HEAD = re.compile(r"# (?P<title>.+)\n(?P<about>(?:# .+\n)+)")
_ARROW = re.compile(r"(?P<scope>.+\.)?\((?P<start>.+) -> (?P<end>.+)\)\[\d+\]")


@dataclass(frozen=True)
class Label:
    """The words of a shape or an arrow, line by line; ``kind`` is one of CODE."""

    lines: Sequence[str]
    kind: str | None

    @property
    def name(self) -> str:
        """The first line; backticks mark code."""
        return f"`{self.lines[0]}`" if self.kind else self.lines[0]


class Arrow(NamedTuple):
    """The addresses of two shapes, and what is written between them."""

    start: str
    end: str
    label: Label


@dataclass(frozen=True)
class Diagram:
    """A drawing and its words.

    ``shapes`` are by their addresses in the source: `app.router` lies in `app`.
    """

    title: str
    about: str
    svg: ET.Element
    shapes: Mapping[str, Label]
    arrows: Sequence[Arrow]

    @property
    def sentences(self) -> Iterator[str]:
        """The text alternative: each shape with its words, then each arrow."""
        for address, label in self.shapes.items():
            inside = [inner.name for inner in self.inside(address)]
            if inside:
                yield f"{label.name} contains {listed(inside)}"
            if label.lines[1:]:
                yield f"{label.name}: {' '.join(label.lines[1:])}"
        for start, end, label in self.arrows:
            names = f"{self.shapes[start].name} → {self.shapes[end].name}"
            words = " ".join((label.name, *label.lines[1:])) if label.lines else ""
            yield f"{names}: {words}" if words else names

    def inside(self, address: str) -> Iterator[Label]:
        """Yield the labels of the shapes in the one at the address."""
        for inner, label in self.shapes.items():
            if inner.rpartition(".")[0] == address:
                yield label


def path_of(name: str) -> str:
    """Return the path of a diagram's source."""
    return f"{FOLDER}/{name}.d2"


def names(root: Path) -> list[str]:
    """Return the names of all diagrams."""
    return sorted(file.stem for file in (root / FOLDER).glob("*.d2"))


def read(name: str, root: Path) -> Diagram:
    """Draw a diagram.

    Raises HandbookError for a name without a file, for a source that d2 refuses, and
    for a drawing that a page can't show.
    """
    path, known = path_of(name), names(root)
    if name not in known:
        near = get_close_matches(name, known, n=1)
        fix = f"did you mean {near[0]}?" if near else f"write {path}"
        raise HandbookError(f"there is no diagram {name!r}", fix=fix)
    head = _HEAD.match(read_text(root, path))
    if head is None:
        fix = "begin with comments: a line with the title, then what it shows"
        raise HandbookError("has no title", path=path, line=1, fix=fix)
    svg = drawings.draw(path, root)
    shapes: dict[str, Label] = {}
    arrows: list[Arrow] = []
    for group in svg.findall("g"):
        address, label = _label(group)
        if arrow := _ARROW.fullmatch(address):
            scope = arrow["scope"] or ""
            arrows.append(Arrow(scope + arrow["start"], scope + arrow["end"], label))
        elif address.endswith("]"):
            what = f"has the arrow {address}"
            raise HandbookError(what, path=path, fix="write it as a -> b")
        elif not label.lines:
            what = f"{address} has no label"
            raise HandbookError(what, path=path, fix="give it a plain text")
        else:
            shapes[address] = label
    about = " ".join(head["about"].replace("# ", "").split())
    return Diagram(head["title"], about, svg, shapes, arrows)


def _label(group: ET.Element) -> tuple[str, Label]:
    """Return the address of a shape or an arrow, and its label.

    d2 writes the address as the first of the classes, encoded; the others are ours.
    """
    coded, *classes = group.attrib["class"].split()
    group.set("class", " ".join(classes))
    parts = (part for text in group.findall("text") for part in text.iter())
    lines = [part.text for part in parts if part.text]
    kind = next((name for name in classes if name in CODE), None)
    return unescape(b64decode(coded).decode()), Label(lines, kind)
