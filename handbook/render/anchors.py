"""Anchors at the definitions of a file that is shown whole."""

from collections.abc import Iterable
from pathlib import Path

from handbook.common.files import parse, read_text
from handbook.common.markup import element
from handbook.sources.python import walk


def name(line: int) -> str:
    """Return the anchor of a line."""
    return f"line-{line}"


def with_anchors(block: str, path: str, root: Path) -> str:
    """Return a highlighted file with an anchor at the start of each definition."""
    module = parse(read_text(root, path), path)
    return at_lines(block, {symbol.node.lineno for symbol in walk(module)})


def at_lines(block: str, wanted: Iterable[int]) -> str:
    """Return the block with anchors; its first line holds the first line of code.

    The theme lays out code as a grid where a child of it has an id: hence two elements.
    """
    lines = block.split("\n")
    for number in wanted:
        head, mark, code = lines[number - 1].rpartition("<code>")
        lines[number - 1] = f"{head}{mark}{_anchor(number)}{code}"
    return "\n".join(lines)


def _anchor(line: int) -> str:
    return element("span", element("span", id=name(line)))
