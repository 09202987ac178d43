"""Tables and keys of TOML, cut where Python's parser ends a statement."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

from handbook.common.errors import HandbookError
from handbook.sources.lines import Range, split_lines
from handbook.sources.parts import Part, dotted, glued, sections


class _Statement(NamedTuple):
    keys: tuple[str, ...]
    is_header: bool
    first: int
    last: int
    top: int
    """The first line of the comments above it."""


def parts(text: str) -> list[Part]:
    """Return tables and keys by their dotted path.

    A table's lines end at the next header. A table that has no header of its own
    stands for those of the tables in it.
    """
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise HandbookError(f"is no TOML: {fault}", fix="correct it") from None
    lines = split_lines(text)
    statements = list(_statements(lines))
    return [*_tables(lines, statements), *_keys(statements)]


def _tables(lines: Sequence[str], statements: Sequence[_Statement]) -> Iterator[Part]:
    headers = [statement for statement in statements if statement.is_header]
    named = {header.keys for header in headers}
    cuts = sections(lines, [(dotted(h.keys), h.top) for h in headers])
    for header, (name, cut) in zip(headers, cuts, strict=True):
        yield Part(name, cut)
        for outer in range(1, len(header.keys)):
            if header.keys[:outer] not in named:
                yield Part(dotted(header.keys[:outer]), cut)


def _keys(statements: Sequence[_Statement]) -> Iterator[Part]:
    table: tuple[str, ...] = ()
    header: Range | None = None
    for statement in statements:
        if statement.is_header:
            table, header = statement.keys, Range(statement.first, statement.first)
            continue
        for depth in range(1, len(statement.keys) + 1):
            name = dotted(table + statement.keys[:depth])
            yield Part(name, Range(statement.top, statement.last), header)


def _statements(lines: Sequence[str]) -> Iterator[_Statement]:
    floor = 0
    for first, line in enumerate(lines, 1):
        text = line.strip()
        if first <= floor or not text or text.startswith("#"):
            continue
        last = _last(lines, first)
        is_header = text.startswith("[")
        keys = _path(tomllib.loads(text) if is_header else _key(lines[first - 1]))
        yield _Statement(keys, is_header, first, last, glued(lines, first, floor))
        floor = last


def _last(lines: Sequence[str], first: int) -> int:
    """Return the line on which the parser accepts the statement as complete."""
    for last in range(first, len(lines)):
        if _parsed("\n".join(lines[first - 1 : last])) is not None:
            return last
    return len(lines)


def _key(line: str) -> Mapping[str, Any]:
    """Return the keys before the equals sign, with a value of no meaning."""
    places = (place for place, character in enumerate(line) if character == "=")
    keys = (_parsed(f"{line[:place]}= 0") for place in places)
    return next(found for found in keys if found is not None)


def _parsed(text: str) -> Mapping[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _path(value: object) -> tuple[str, ...]:
    """Return the keys that lead to the innermost value of a single statement."""
    match value:
        case [inner]:
            return _path(inner)
        case dict() if value:
            ((key, below),) = cast("dict[str, object]", value).items()
            return (key, *_path(below))
        case _:
            return ()
