"""The directives in the body of a fence."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pygments.lexers import get_lexer_by_name
from pygments.token import Token
from pygments.util import ClassNotFound

from handbook.book.snippets import Span, read_span
from handbook.common.errors import HandbookError
from handbook.common.files import ROOT
from handbook.sources.lines import split_lines

_KNOWN = ("include", "highlight", "note", "run", "in", "exit", "recorded")


@dataclass(frozen=True)
class Note:
    """An annotation: words about the one line that contains ``text``."""

    text: str
    words: str


@dataclass(frozen=True)
class Source:
    """A fence that shows lines of a file."""

    span: Span
    highlights: tuple[int, ...]
    notes: tuple[tuple[int, Note], ...]


@dataclass(frozen=True)
class Command:
    """A fence that shows a command and what it printed."""

    command: str
    folder: str
    exit: int

    @property
    def key(self) -> str:
        """The name under which the proof keeps the output."""
        return f"{self.folder}$ {self.command}"


@dataclass(frozen=True)
class Recorded:
    """A fence that shows a text that a test recorded."""

    test: str
    name: str

    @property
    def key(self) -> str:
        """The name of the text, unique in the handbook."""
        return f"{self.test} :: {self.name}"


type Fence = Source | Command | Recorded


def parse(language: str, body: str, root: Path = ROOT) -> Fence:
    """Return what a fence shows.

    Raises HandbookError for code written by hand, an unknown directive, a name
    that isn't there, a text that isn't on exactly one line.
    """
    directives = list(_directives(body))
    kinds = {name for name, _ in directives} & {"include", "run", "recorded"}
    if len(kinds) != 1:
        raise HandbookError(
            "a fence shows one thing",
            fix="give it @include, @run or @recorded, and no second of these",
        )
    match kinds.pop():
        case "include":
            return _source(language, directives, root)
        case "run":
            return _command(directives)
        case _:
            return _recorded(directives)


def _directives(body: str) -> Iterator[tuple[str, str]]:
    for line in split_lines(body):
        if not line.strip():
            continue
        if not line.startswith("@"):
            raise HandbookError(
                f"code written by hand: {line.strip()!r}",
                fix="put it into examples/ under a test and show it with @include",
            )
        name, _, value = line[1:].partition(" ")
        if name not in _KNOWN:
            raise HandbookError(
                f"unknown directive @{name}",
                fix=f"use one of {', '.join('@' + known for known in _KNOWN)}",
            )
        yield name, value.strip()


def _source(language: str, directives: list[tuple[str, str]], root: Path) -> Source:
    _refuse(directives, allowed=("include", "highlight", "note"))
    span = _joined([read_span(v, root) for k, v in directives if k == "include"], root)
    if language != span.language:
        raise HandbookError(
            f"{span.path} shown as {language or 'nothing'}",
            fix=f"name the language {span.language} on the fence",
        )
    highlights = tuple(_line(span, v) for k, v in directives if k == "highlight")
    notes = [_note(v) for k, v in directives if k == "note"]
    return Source(span, highlights, tuple((_noted(span, n), n) for n in notes))


def _joined(spans: list[Span], root: Path) -> Span:
    first = spans[0]
    if len(spans) == 1:
        return first
    if any(span.path != first.path or not span.names for span in spans):
        raise HandbookError(
            "one fence shows names of one file", fix="use a fence for each file"
        )
    names = ", ".join(name for span in spans for name in span.names)
    return read_span(f"{first.path}::{names}", root)


def _line(span: Span, text: str) -> int:
    hits = [i for i, line in enumerate(span.lines, 1) if text in line.text]
    if len(hits) == 1:
        return hits[0]
    raise HandbookError(
        f"{text!r} is on {len(hits)} lines of {span.reference}",
        fix="name a text that is on exactly one of the shown lines",
    )


def _noted(span: Span, note: Note) -> int:
    line = _line(span, note.text)
    if " # " in span.lines[line - 1].text:
        raise HandbookError(
            f"the line with {note.text!r} has a comment, which a note would hide",
            fix="note another line, or move the comment above it",
        )
    goes_on = span.lines[line - 1].text.endswith("\\")
    if goes_on or not _reads_as_comment(span, line):
        raise HandbookError(
            f"a note on the line with {note.text!r} would change the code: "
            f"{span.language} reads it as no comment there",
            fix="note a line that does not end within a string or a scalar",
        )
    return line


def _reads_as_comment(span: Span, line: int) -> bool:
    """Whether the highlighter sees a comment in what a note adds to the line."""
    try:
        lexer = get_lexer_by_name(span.language)
    except ClassNotFound:
        return False
    before = "".join(f"{shown.text}\n" for shown in span.lines[: line - 1])
    start = len(before) + len(span.lines[line - 1].text)
    mark = note_mark(span.language, 1)
    after = "".join(f"{shown.text}\n" for shown in span.lines[line:])
    text = f"{before}{span.lines[line - 1].text}{mark}\n{after}"
    place = start + len(mark) - len(mark.lstrip())
    return any(
        kind[:1] == Token.Comment[:1] and begin <= place < begin + len(value)
        for begin, kind, value in lexer.get_tokens_unprocessed(text)
    )


def note_mark(language: str, number: int) -> str:
    """Return the comment by which the theme finds the line of a note."""
    return f"  {'--' if language == 'sql' else '#'} ({number})!"


def _note(value: str) -> Note:
    text, separator, words = value.partition(" :: ")
    if not separator or not words.strip():
        raise HandbookError(
            f"@note {value} has no words", fix="write @note TEXT :: words"
        )
    if ".md" in words.partition("](")[2]:
        raise HandbookError(
            f"the note on {text.strip()!r} links to a source file",
            fix="link from the text around the fence, or to a #fragment of this page",
        )
    return Note(text.strip(), words.strip())


def _command(directives: list[tuple[str, str]]) -> Command:
    _refuse(directives, allowed=("run", "in", "exit"))
    values = dict(directives)
    code = values.get("exit", "0")
    if len(values) != len(directives) or not code.isdigit() or not values["run"]:
        raise HandbookError(
            "@run, @in and @exit take one value each",
            fix="write @run COMMAND, and where needed @in FOLDER and @exit NUMBER",
        )
    return Command(values["run"], values.get("in", "."), int(code))


def _recorded(directives: list[tuple[str, str]]) -> Recorded:
    _refuse(directives, allowed=("recorded",))
    test, separator, name = directives[0][1].partition(" :: ")
    if not separator or len(directives) > 1:
        raise HandbookError(
            f"@recorded {directives[0][1]} names no text",
            fix="write @recorded TEST :: NAME",
        )
    return Recorded(test.strip(), name.strip())


def _refuse(directives: list[tuple[str, str]], *, allowed: tuple[str, ...]) -> None:
    for name, _ in directives:
        if name not in allowed:
            raise HandbookError(
                f"@{name} has no place beside @{allowed[0]}",
                fix=f"here go {', '.join('@' + known for known in allowed)}",
            )
