"""The structured blocks of a chapter, read from its source with their lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import dedent

from handbook.common.errors import HandbookError
from handbook.sources.lines import split_lines

_EDGE = re.compile(r"^(/{3,})[ ]*([\w-]+)?[ ]*(?:\|[ ]*(.*?))?[ ]*$")

_GLUED = ("===", "!!!", "???")


@dataclass
class Block:
    """A ``/// name | argument`` block; lines count from 1 in the file."""

    name: str
    argument: str
    first: int
    slashes: int
    last: int = 0
    fields: str = ""
    inner: "list[Block]" = field(default_factory=list["Block"])

    def holds(self, line: int) -> bool:
        """Say whether a line of the file lies within the block."""
        return self.first <= line <= self.last


def scan(text: str, path: str) -> list[Block]:
    """Return the outermost blocks of a page.

    Raises HandbookError for a block that isn't closed, or closed but not open.
    """
    lines = split_lines(text)
    outermost: list[Block] = []
    opened: list[Block] = []
    for number, line in enumerate(lines, 1):
        edge = _EDGE.match(line)
        if edge and edge[2]:
            block = Block(edge[2], edge[3] or "", number, len(edge[1]))
            block.fields = _fields(lines, number)
            _refuse_glued(lines, block, path)
            (opened[-1].inner if opened else outermost).append(block)
            opened.append(block)
        elif edge:
            _close(opened, len(edge[1]), number, path)
    if opened:
        raise HandbookError(
            f"the block {opened[-1].name!r} isn't closed",
            path=path,
            line=opened[-1].first,
            fix=f"end it with a line of {'/' * opened[-1].slashes}",
        )
    return outermost


def _refuse_glued(lines: Sequence[str], block: Block, path: str) -> None:
    """Refuse a tab or an admonition right under a header: it would leave the block."""
    number = block.first + 1 + len(split_lines(block.fields))
    if number <= len(lines) and lines[number - 1].startswith(_GLUED):
        raise HandbookError(
            f"{lines[number - 1]} sticks to the header of the block",
            path=path,
            line=number,
            fix="leave a blank line between them",
        )


def _close(opened: list[Block], slashes: int, number: int, path: str) -> None:
    if not opened or opened[-1].slashes != slashes:
        raise HandbookError(
            f"{'/' * slashes} closes no open block",
            path=path,
            line=number,
            fix="a block ends with as many slashes as it began with, the inner first",
        )
    opened.pop().last = number


def _fields(lines: Sequence[str], header: int) -> str:
    fields: list[str] = []
    for line in lines[header:]:
        if not line.startswith("    "):
            break
        fields.append(line)
    return dedent("\n".join(fields))


def flattened(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks and all that lie in them, in the order of their lines."""
    for block in blocks:
        yield block
        yield from flattened(block.inner)
