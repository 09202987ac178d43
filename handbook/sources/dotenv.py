"""Variables of an env file, cut where python-dotenv ends a statement."""

from collections.abc import Iterator
from io import StringIO

from dotenv.parser import Binding, parse_stream

from handbook.common.errors import HandbookError
from handbook.sources.lines import Range, split_lines
from handbook.sources.parts import Part, glued, line_at


def parts(text: str) -> list[Part]:
    """Return the lines that set each variable, also where they are commented out."""
    lines = split_lines(text)
    return list(_parts(text, lines))


def _parts(text: str, lines: list[str]) -> Iterator[Part]:
    index = floor = 0
    for binding in parse_stream(StringIO(text)):
        written = binding.original.string
        blank = len(written) - len(written.lstrip())
        first = line_at(text, index + blank)
        index += len(written)
        if binding.error:
            raise HandbookError(
                "is no env file: python-dotenv can't read this statement",
                line=first,
                fix="write NAME=value, and close every quote",
            )
        last = line_at(text, index - len(written) + len(written.rstrip()))
        if name := binding.key or _commented_out(binding):
            yield Part(name, Range(glued(lines, first, floor), last))
        if binding.key:
            floor = last


def _commented_out(binding: Binding) -> str | None:
    text = binding.original.string.strip().removeprefix("#").lstrip()
    found = next(parse_stream(StringIO(text)), None)
    if found is None or found.error or found.value is None:
        return None
    return found.key
