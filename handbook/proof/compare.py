"""Whether shown lines are the lines of a file."""

import ast
import re
from collections.abc import Iterable, Sequence

from handbook.proof.spans import Lines

_MARK = re.compile(r"\s*(?:#|--|//) ?\(\d+\)!?\s*$")
_ELISIONS = {"...", "# ...", "## ...", "-- ...", "// ..."}


def parse_ranges(text: str) -> tuple[Lines, ...]:
    """Return the ranges that ``10-24,30`` stands for.

    ```python
    from handbook.proof.compare import parse_ranges

    print(parse_ranges("10-24,30"))
    #> ((10, 24), (30, 30))
    ```

    Raises ValueError for anything else.
    """
    parts = [part.partition("-") for part in text.split(",")]
    return tuple((int(first), int(last or first)) for first, _, last in parts)


def lines_of(source: str, ranges: Iterable[Lines]) -> list[str]:
    """Return the lines of ``source`` that the ranges stand for."""
    lines = source.splitlines()
    return [line for first, last in ranges for line in lines[first - 1 : last]]


def difference(shown: Sequence[str], source: Sequence[str]) -> str | None:
    """Return the first line that is shown but isn't the source's, or the reverse.

    Blank lines, marks of left-out lines and of annotations are no difference, nor is
    an indentation that all lines lack alike.
    """
    ours, theirs = _said(shown), _said(source)
    for line, wanted in zip(ours, theirs, strict=False):
        if line.strip() != wanted.strip():
            return f"shows {line.strip()!r} where the file has {wanted.strip()!r}"
    if len(ours) > len(theirs):
        return f"shows {ours[len(theirs)].strip()!r}, which the file has not there"
    if len(theirs) > len(ours):
        return f"lacks the line {theirs[len(ours)].strip()!r}"
    cuts = {
        _indent(wanted) - _indent(line)
        for line, wanted in zip(ours, theirs, strict=True)
    }
    return "is indented unlike the file" if len(cuts) > 1 else None


def elisions(shown: Iterable[str]) -> int:
    """Count the marks of left-out lines."""
    return sum(line.strip() in _ELISIONS for line in shown)


def _said(lines: Iterable[str]) -> list[str]:
    bare = (_MARK.sub("", line).rstrip() for line in lines)
    return [line for line in bare if line.strip() and line.strip() not in _ELISIONS]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


type Alias = tuple[str, str, str | None]
"""From where, which name, under which other name."""


def invented_imports(shown: Sequence[str], source: str) -> list[str]:
    """Return the imports at the top of ``shown`` that ``source`` does not make."""
    head, _ = split_imports(shown)
    known = set(_aliases(source))
    written = _aliases("\n".join(head))
    return [
        f"{module}.{name}"
        for module, name, other in written
        if (module, name, other) not in known
    ]


def split_imports(shown: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the import statements that ``shown`` begins with, and the rest."""
    taken = 0
    while taken < len(shown):
        length = _import_length(shown[taken:])
        if not length:
            break
        taken += length
    return list(shown[:taken]), list(shown[taken:])


def _import_length(lines: Sequence[str]) -> int:
    """Return how many lines the import at the start takes; 0 where there is none."""
    if not lines[0].strip():
        return 1
    if not lines[0].startswith(("import ", "from ")):
        return 0
    for length in range(1, len(lines) + 1):
        try:
            ast.parse("\n".join(lines[:length]))
        except SyntaxError:
            continue
        return length
    return 0


def _aliases(source: str) -> list[Alias]:
    found: list[Alias] = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                found += [("", alias.name, alias.asname) for alias in names]
            case ast.ImportFrom(module=module, names=names, level=level):
                start = "." * level + (module or "")
                found += [(start, alias.name, alias.asname) for alias in names]
            case _:
                pass
    return found
