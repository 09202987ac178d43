"""The named parts of a file that is not Python."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from handbook.sources.lines import Range, indentation, without_trailing_blanks


class Part(NamedTuple):
    """Lines that an include takes by name, with the comments right above them.

    ``header`` is the line of the table or section that the page shows above the part.
    ``fault`` says why these lines alone would not be the part, else it is empty.
    """

    name: str
    lines: Range
    header: Range | None = None
    fault: str = ""


type Reader = Callable[[str], list[Part]]
"""Returns all parts of a file's text.

Raises HandbookError, with the line where it is known, for a text that the format's
own parser refuses.
"""

SHARED = "it shares a line with other parts"
"""The fault of a part that does not begin and end with a line."""


def dotted(keys: Sequence[str]) -> str:
    """Return the name of a key's path; a key that holds a dot stands in quotes."""
    return ".".join(f'"{key}"' if "." in key or not key else key for key in keys)


def glued(lines: Sequence[str], first: int, floor: int, mark: str = "#") -> int:
    """Return the first line of the comments right above ``first``.

    ``floor`` is the last line of the statement before: a line of a string may look
    like a comment, and is none.
    """
    indent = indentation(lines[first - 1])
    while first - 1 > floor and lines[first - 2].startswith(f"{indent}{mark}"):
        first -= 1
    return first


def sections(
    lines: Sequence[str], headers: Sequence[tuple[str, int]]
) -> list[tuple[str, Range]]:
    """Return each name with its lines, which end where the next header begins.

    A header is a name and the first line of the comments above it.
    """
    if not headers:
        return []
    ends = [first - 1 for _, first in headers[1:]] + [len(lines)]
    return [
        (name, without_trailing_blanks(lines, first, end))
        for (name, first), end in zip(headers, ends, strict=True)
    ]


def line_at(text: str, index: int) -> int:
    """Return the number of the line that holds the character at ``index``."""
    return text.count("\n", 0, index) + 1


def is_alone(text: str, first: int, last: int, comment: str = "#") -> bool:
    """Whether nothing but a comment shares the lines of ``text[first:last]``."""
    before = text[text.rfind("\n", 0, first) + 1 : first].strip()
    after = text[last:].partition("\n")[0].strip()
    return not before and (not after or after.startswith(comment))
