"""Build stages of a Dockerfile, with continued lines and here-documents."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from handbook.common.errors import HandbookError
from handbook.sources.lines import split_lines
from handbook.sources.parts import Part, glued, sections

_ESCAPE = re.compile(r"#\s*escape\s*=\s*([\\`])\s*", re.IGNORECASE)
_KNOWN = {
    *("ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM"),
    *("HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD", "RUN", "SHELL"),
    *("STOPSIGNAL", "USER", "VOLUME", "WORKDIR"),
}
_WITH_DOCUMENTS = {"ADD", "COPY", "RUN"}
_WORD = re.compile(r"""(?:[^\s"'\\]|\\.|"(?:\\.|[^"\\])*"|'[^']*')+""")
_DOCUMENT = re.compile(r"""\d*<<(?P<tabs>-?)(?P<quote>["']?)(?P<end>\w+)(?P=quote)""")


class _Instruction(NamedTuple):
    words: list[str]
    first: int
    last: int


def parts(text: str) -> list[Part]:
    """Return each stage that has a name (``FROM … AS name``)."""
    lines = split_lines(text)
    stages: list[tuple[str, int]] = []
    floor = 0
    for instruction in _instructions(lines):
        if instruction.words[0].upper() == "FROM":
            top = glued(lines, instruction.first, floor)
            stages.append((_stage(instruction.words), top))
        floor = instruction.last
    return [Part(name, cut) for name, cut in sections(lines, stages) if name]


def _stage(words: Sequence[str]) -> str:
    plain = [word for word in words[1:] if not word.startswith("--")]
    match plain:
        case [_, keyword, name] if keyword.upper() == "AS":
            return name
        case _:
            return ""


def _instructions(lines: Sequence[str]) -> Iterator[_Instruction]:
    escape = _escape(lines)
    last = 0
    for first, line in enumerate(lines, 1):
        if first <= last or _adds_nothing(line):
            continue
        text, last = _continued(lines, first, escape)
        keyword = text.split()[0].upper()
        if keyword not in _KNOWN:
            raise HandbookError(
                f"is no Dockerfile: unknown instruction {keyword}",
                line=first,
                fix="correct it",
            )
        last = _end_of_documents(lines, text, first, last)
        yield _Instruction(text.split(), first, last)


def _adds_nothing(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _escape(lines: Sequence[str]) -> str:
    """Return the character that continues a line; a directive at the top may set it."""
    for line in lines:
        if match := _ESCAPE.fullmatch(line.strip()):
            return match[1]
        if not re.fullmatch(r"#\s*\w+\s*=.*", line.strip()):
            break
    return "\\"


def _continued(lines: Sequence[str], first: int, escape: str) -> tuple[str, int]:
    """Return an instruction without its line ends, and its last line."""
    text = lines[first - 1].rstrip()
    last = first
    while text.endswith(escape) and last < len(lines):
        last += 1
        if not _adds_nothing(lines[last - 1]):
            text = text[:-1] + " " + lines[last - 1].strip()
    return text, last


def _end_of_documents(lines: Sequence[str], text: str, first: int, last: int) -> int:
    """Return the last line of the here-documents that an instruction opens."""
    words = text.split()
    if words[0].upper() == "ONBUILD":
        words = words[1:]
    if words[:1] and words[0].upper() in _WITH_DOCUMENTS and "<<" in text:
        for document in _documents(text, first):
            last = _closing(lines, document, first, last)
    return last


def _documents(text: str, line: int) -> Iterator[re.Match[str]]:
    if _WORD.sub("", text).strip():
        raise HandbookError(
            "is no Dockerfile: a quote is never closed", line=line, fix="close it"
        )
    for word in _WORD.findall(text):
        if match := _DOCUMENT.fullmatch(word):
            yield match
        elif re.match(r"\d*<<(?!<)", word):
            raise HandbookError(
                f"can't tell where the here-document {word} ends",
                line=line,
                fix="write <<NAME as a word of its own",
            )


def _closing(
    lines: Sequence[str], document: re.Match[str], first: int, last: int
) -> int:
    for number in range(last + 1, len(lines) + 1):
        line = lines[number - 1]
        if (line.lstrip("\t") if document["tabs"] else line) == document["end"]:
            return number
    raise HandbookError(
        f"is no Dockerfile: the here-document {document['end']} never ends",
        line=first,
        fix=f"end it with a line {document['end']}",
    )
