"""Whether shown lines are the lines of a file."""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from handbook.proof.spans import Lines
from handbook.sources.lines import split_lines

_MARK = re.compile(r"\s*(?:#|--|//) ?\(\d+\)!?\s*$")
_ELISIONS = {"...", "# ...", "## ...", "-- ...", "// ..."}


def parse_ranges(text: str) -> tuple[Lines, ...]:
    """Return the ranges that ``10-24,30`` stands for.

    ```python
    from handbook.check.compare import parse_ranges

    print(parse_ranges("10-24,30"))
    #> ((10, 24), (30, 30))
    ```

    Raises ValueError for anything else.
    """
    parts = [part.partition("-") for part in text.split(",")]
    return tuple((int(first), int(last or first)) for first, _, last in parts)


class SourceLine(NamedTuple):
    """A line of a file; a ``verbatim`` one lies in a string and keeps its indent."""

    text: str
    verbatim: bool = False


def lines_of(
    source: str, ranges: Iterable[Lines], verbatim: Collection[int] = ()
) -> list[SourceLine]:
    """Return the lines of ``source`` that the ranges stand for."""
    lines = split_lines(source)
    return [
        SourceLine(lines[number - 1], number in verbatim)
        for first, last in ranges
        for number in range(first, min(last, len(lines)) + 1)
    ]


def difference(shown: Sequence[str], source: Sequence[SourceLine]) -> str | None:
    """Return the first line that is shown but isn't the source's, or the reverse.

    Blank lines, marks of left-out lines and of annotations are no difference, nor is
    an indentation that all lines lack alike.
    """
    theirs = [line for line in source if line.text.strip()]
    theirs = [line for line in theirs if line.text.strip() not in _ELISIONS]
    ours = _said(shown)
    for line, wanted in zip(ours, theirs, strict=False):
        bare = _MARK.sub("", wanted.text).strip()
        if line.strip() != bare:
            return f"shows {line.strip()!r} where the file has {bare!r}"
    if len(ours) > len(theirs):
        return f"shows {ours[len(theirs)].strip()!r}, which the file has not there"
    if len(theirs) > len(ours):
        return f"lacks the line {theirs[len(ours)].text.strip()!r}"
    cuts = {
        (wanted.verbatim, _indent(wanted.text) - _indent(line))
        for line, wanted in zip(ours, theirs, strict=True)
    }
    free = {cut for verbatim, cut in cuts if not verbatim}
    is_changed = any(cut for verbatim, cut in cuts if verbatim)
    return "is indented unlike the file" if len(free) > 1 or is_changed else None


def elisions(shown: Iterable[str]) -> int:
    """Count the marks of left-out lines."""
    return sum(line.strip() in _ELISIONS for line in shown)


def _said(lines: Iterable[str]) -> list[str]:
    bare = (_MARK.sub("", line).rstrip() for line in lines)
    return [line for line in bare if line.strip() and line.strip() not in _ELISIONS]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
