"""Runs of lines in a source file."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

WITNESS = re.compile(r"# /// bad\n(?P<toml>(?:#(?: .*)?\n)*?)# ///\n")
"""The header of an antipattern, which no page shows."""


class Range(NamedTuple):
    """Lines ``first`` to ``last``, counted from 1, both included."""

    first: int
    last: int


def split_lines(text: str) -> list[str]:
    """Return the lines of a text, cut where Python's tokenizer cuts them.

    `str.splitlines` also cuts at form feeds, U+2028 and six more characters, which
    lie within a line for Python, for coverage and for every tool.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines if lines[-1] else lines[:-1]


def without_header(text: str) -> Range:
    """Return the lines of a file without the header of an antipattern."""
    witness = WITNESS.match(text)
    header = witness.group() if witness else ""
    body = text.removeprefix(header)
    blank = len(body) - len(body.lstrip("\n")) if header else 0
    first = header.count("\n") + blank + 1
    lines = split_lines(text)
    return without_trailing_blanks(lines, first, len(lines))


class ShownLine(NamedTuple):
    """One line as the page shows it; ``number`` is None where lines are left out."""

    number: int | None
    text: str


@dataclass(frozen=True)
class Found:
    """The lines that a name stands for.

    ``blocks`` are in source order. ``elided_after`` says that the enclosing class
    goes on behind the last block; ``verbatim`` are the lines that lie within a
    string, so that taking indentation away would change what the code does.
    """

    blocks: tuple[Range, ...]
    elided_after: bool = False
    verbatim: frozenset[int] = frozenset()


def with_glued_comments(lines: Sequence[str], first: int) -> int:
    """Return the first line of the comments that stand right above ``first``."""
    indent = indentation(lines[first - 1])
    while first > 1 and _is_comment(lines[first - 2], indent):
        first -= 1
    return first


def _is_comment(line: str, indent: str) -> bool:
    return line.startswith(f"{indent}#")


def indentation(line: str) -> str:
    """Return the white space that ``line`` begins with."""
    return line[: len(line) - len(line.lstrip())]


def without_trailing_blanks(lines: Sequence[str], first: int, last: int) -> Range:
    """Return the range without the blank lines at its end."""
    while last > first and not lines[last - 1].strip():
        last -= 1
    return Range(first, last)


def merged(lines: Sequence[str], blocks: Iterable[Range]) -> tuple[Range, ...]:
    """Join blocks that overlap or have only blank lines between them."""
    result: list[Range] = []
    for block in sorted(set(blocks)):
        if result and _adjacent(lines, result[-1], block):
            result[-1] = Range(result[-1].first, max(result[-1].last, block.last))
        else:
            result.append(block)
    return tuple(result)


def _adjacent(lines: Sequence[str], one: Range, other: Range) -> bool:
    return not any(line.strip() for line in lines[one.last : other.first - 1])


def shown(lines: Sequence[str], found: Found, comment: str) -> tuple[ShownLine, ...]:
    """Return the lines of a page: dedented, with a mark where lines are left out."""
    cut = _common_indent(lines, found.blocks)
    result: list[ShownLine] = []
    for block in found.blocks:
        if result:
            indent = indentation(lines[block.first - 1]).removeprefix(cut)
            gap = [] if indent else [ShownLine(None, "")]
            result += [*gap, ShownLine(None, f"{indent}{comment} ..."), *gap]
        result.extend(
            ShownLine(number, _shown(lines[number - 1], number, cut, found))
            for number in range(block.first, block.last + 1)
        )
    if found.elided_after:
        indent = indentation(lines[found.blocks[-1].first - 1]).removeprefix(cut)
        result.append(ShownLine(None, f"{indent}{comment} ..."))
    return tuple(result)


def _shown(line: str, number: int, cut: str, found: Found) -> str:
    return line if number in found.verbatim else line.removeprefix(cut).rstrip()


def _common_indent(lines: Sequence[str], blocks: Iterable[Range]) -> str:
    return min((indentation(lines[block.first - 1]) for block in blocks), key=len)
