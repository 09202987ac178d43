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
    """Return the block with anchors; its first line holds the first line of code."""
    lines = block.split("\n")
    for number in wanted:
        head, mark, code = lines[number - 1].rpartition("<code>")
        lines[number - 1] = f"{head}{mark}{element('span', id=name(number))}{code}"
    return "\n".join(lines)
