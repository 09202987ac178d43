"""Blocks of an nginx configuration, with its quotes and comments."""

import re
from collections.abc import Iterator

from handbook.common.errors import HandbookError
from handbook.sources.lines import Range, split_lines
from handbook.sources.parts import SHARED, Part, glued, is_alone, line_at

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
    | (?P<end>[;{}])
    | (?P<word>"(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*'
               | (?:\\.|\$\{|[^\s;{\\"'])(?:\\.|\$\{|[^\s;{\\])*)
    """,
    re.VERBOSE | re.DOTALL,
)


def parts(text: str) -> list[Part]:
    """Return each block by its header, such as ``location /api/``."""
    return list(_blocks(text))


def _blocks(text: str) -> Iterator[Part]:
    lines = split_lines(text)
    opened: list[tuple[str, int, int]] = []
    words: list[str] = []
    start = floor = 0
    for token in _tokens(text):
        if token["word"]:
            start = start if words else token.start()
            words.append(token[0])
            continue
        if token[0] == "{":
            place = start if words else token.start()
            opened.append((" ".join(words), place, floor))
        elif token[0] == "}":
            if not opened:
                raise _fault(text, token.start(), "nothing opened this brace")
            name, first, before = opened.pop()
            cut = Range(line_at(text, first), line_at(text, token.start()))
            top = glued(lines, cut.first, before)
            alone = is_alone(text, first, token.end())
            yield Part(name, Range(top, cut.last), None, "" if alone else SHARED)
        words, floor = [], line_at(text, token.start())
    if opened:
        raise _fault(text, opened[-1][1], "this block is never closed")


def _tokens(text: str) -> Iterator[re.Match[str]]:
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        token = _TOKEN.match(text, place)
        if token is None:
            raise _fault(text, place, "this quote is never closed")
        if not token["comment"]:
            yield token
        place = token.end()


def _fault(text: str, place: int, what: str) -> HandbookError:
    return HandbookError(
        f"is no nginx configuration: {what}",
        line=line_at(text, place),
        fix="correct it",
    )
