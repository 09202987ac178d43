"""Sections and keys of ini files, cut where Python's parser changes what it read."""

from collections.abc import Iterator, Mapping, Sequence
from configparser import DEFAULTSECT, Error, RawConfigParser
from typing import NamedTuple

from handbook.common.errors import HandbookError
from handbook.sources.lines import Range, split_lines
from handbook.sources.parts import Part, glued, sections

type _Values = Mapping[tuple[str, str], str]


class _Line(NamedTuple):
    """What one line adds: a section, or a key or more of its value."""

    number: int
    section: str
    key: str
    top: int


def parts(text: str) -> list[Part]:
    """Return each section, and each key as ``section.key`` under its header."""
    lines = split_lines(text)
    said = list(_said(lines))
    headers = [line for line in said if not line.key]
    shown = {h.section: Range(h.number, h.number) for h in headers}
    cuts = sections(lines, [(header.section, header.top) for header in headers])
    keys: dict[tuple[str, str], Part] = {}
    for line in said:
        if line.key:
            place = (line.section, line.key)
            first = keys[place].lines.first if place in keys else line.top
            name = f"{line.section}.{line.key}"
            cut = Range(first, line.number)
            keys[place] = Part(name, cut, shown[line.section])
    return [*(Part(name, cut) for name, cut in cuts), *keys.values()]


def _said(lines: Sequence[str]) -> Iterator[_Line]:
    """Yield what each line adds to the values; comments and blank lines add nothing."""
    section, floor = "", 0
    sections: list[str] = []
    values: _Values = {}
    for number, line in enumerate(lines, 1):
        now, later = _read(lines[:number])
        changed = [key for key in later if later[key] != values.get(key)]
        if now != sections or (not changed and line.strip() == f"[{DEFAULTSECT}]"):
            section = now[-1] if now != sections else DEFAULTSECT
            yield _Line(number, section, "", glued(lines, number, floor))
            floor = number
        for _, key in changed:
            yield _Line(number, section, key, glued(lines, number, floor))
            floor = number
        sections, values = now, later


def _read(lines: Sequence[str]) -> tuple[list[str], _Values]:
    parser = RawConfigParser()
    try:
        parser.read_string("\n".join(lines))
    except Error as fault:
        words = str(fault).replace("\n", " ")
        raise HandbookError(
            f"is no ini file: {words}", line=len(lines), fix="correct it"
        ) from None
    inherited = parser.defaults()
    values = {(DEFAULTSECT, key): value for key, value in inherited.items()}
    for section in parser.sections():
        own = {k: v for k, v in parser.items(section) if v != inherited.get(k)}
        values |= {(section, key): value for key, value in own.items()}
    return parser.sections(), values
