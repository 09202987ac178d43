"""Hold what people read to the words of ``handbook/words.toml``.

Read are the pages' prose, and the comments, docstrings and function names of Python.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from handbook.book import book
from handbook.book.rules import Rule
from handbook.check.prose import prose_faults
from handbook.common.errors import HandbookError
from handbook.common.files import parse, read_text, read_toml
from handbook.proof.scope import tree
from handbook.sources.lines import split_lines

SETTINGS = "handbook/words.toml"

_NOT_PROSE = re.compile(
    r"^---\n.*?\n---\n"  # front matter
    r"|^(?P<fence> *(?:```|~~~)).*?^(?P=fence)"
    r"|<!--.*?-->"
    r"|^(?P<field> +)ledger: .*?$"
    r"|^(?P<terms> +)terms: \[(?:(?!TODO).)*?\]$"  # what people type, in their words
    r"|`[^`\n]+`"
    r"|\]\([^)\n]*\)",
    re.MULTILINE | re.DOTALL,
)
_ALONE = re.compile(r"\s*(?:$|#|\||///|<)")
_BEGINS = re.compile(r"\s*(?:[-*>+:] |\d+\. |[\w-]+: )")
_SENTENCE_END = re.compile(r"[.!?:;](?=\s|$)")
_WORD = re.compile(r"\w[\w'-]*")


class _Limit(BaseModel):
    model_config = ConfigDict(extra="forbid")

    longest: int


class _Statement(_Limit):
    verbs: frozenset[str]


class _Proselint(BaseModel):
    model_config = ConfigDict(extra="forbid")

    off: dict[str, str]


class Words(BaseModel):
    """The settings: banned words with their replacements, and the longest texts."""

    model_config = ConfigDict(extra="forbid")

    banned: dict[str, str]
    once: dict[str, str]
    statement: _Statement
    sentence: _Limit
    proselint: _Proselint


class Text(NamedTuple):
    """Words of one line of a file; code is left out of them."""

    path: str
    line: int
    words: str


def load(root: Path) -> Words:
    """Return the settings; HandbookError where they can't be read."""
    try:
        return Words.model_validate(read_toml(root, SETTINGS))
    except ValidationError as error:
        raise HandbookError(str(error), path=SETTINGS, fix="correct it") from error


def check(root: Path) -> list[HandbookError]:
    """Return every fault of the words, by file and line."""
    words = load(root)
    pages, modules = _readable(root)
    texts = [text for path in pages for text in prose(root, path)]
    code = [text for path in modules for text in comments(root, path)]
    return [
        *_banned([*texts, *code], words.banned),
        *_repeated(texts, words.once),
        *_long(texts, words.sentence.longest),
        *(fault for path in pages for fault in _proselint(texts, path, words)),
        *(fault for rule in book.load(root).rules for fault in _faults(rule, words)),
    ]


def _proselint(texts: list[Text], path: str, words: Words) -> Iterator[HandbookError]:
    lines = [text.words for text in texts if text.path == path]
    return prose_faults(path, lines, words.proselint.off)


def _readable(root: Path) -> tuple[list[str], list[str]]:
    paths = tree(root)
    pages = [path for path in paths if path.endswith(".md")]
    return pages, [path for path in paths if path.endswith(".py")]


def prose(root: Path, path: str) -> Iterator[Text]:
    """Yield the lines of a page without code, comments and addresses."""
    text = _NOT_PROSE.sub(_blank, read_text(root, path))
    for number, line in enumerate(split_lines(text), 1):
        yield Text(path, number, line)


def _blank(match: re.Match[str]) -> str:
    is_field = match["field"] or match["terms"]
    return "\n" * match[0].count("\n") or ("" if is_field else "code")


def comments(root: Path, path: str) -> Iterator[Text]:
    """Yield the comments, docstrings and function names of a module."""
    source = read_text(root, path)
    module = parse(source, path)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield Text(path, token.start[0], _without_code(token.string))
    for node in ast.walk(module):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield Text(path, node.lineno, name.replace("_", " "))
            case ast.Expr(value=ast.Constant(value=str(words))):
                for offset, line in enumerate(split_lines(_without_code(words))):
                    yield Text(path, node.lineno + offset, line)
            case _:
                pass


def _without_code(words: str) -> str:
    return re.sub(r"(`+)[^`]+\1", "code", words)


def _banned(texts: list[Text], banned: dict[str, str]) -> Iterator[HandbookError]:
    pattern = _any_of(banned)
    for text in texts:
        for match in pattern.finditer(text.words):
            yield _fault(text, match[0], banned[match[0].lower()])


def _repeated(texts: list[Text], once: dict[str, str]) -> Iterator[HandbookError]:
    seen: set[tuple[str, str]] = set()
    for text in texts:
        for match in _any_of(once).finditer(text.words):
            word = match[0].lower()
            if (text.path, word) in seen:
                yield _fault(text, f"a second {word}", once[word])
            seen.add((text.path, word))


def _any_of(words: dict[str, str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def _fault(text: Text, word: str, fix: str) -> HandbookError:
    return HandbookError(
        f"says {word!r}", path=text.path, line=text.line, fix=f"write: {fix}"
    )


def _long(texts: list[Text], longest: int) -> Iterator[HandbookError]:
    for text in _paragraphs(texts):
        for sentence in _SENTENCE_END.split(text.words):
            if (count := len(_WORD.findall(sentence))) > longest:
                start = " ".join(sentence.split()[:5])
                yield HandbookError(
                    f"the sentence {start!r} has {count} words",
                    path=text.path,
                    line=text.line,
                    fix=f"split it: {longest} are the most",
                )


def _paragraphs(texts: list[Text]) -> Iterator[Text]:
    """Join the lines that a page shows as one paragraph."""
    joined: Text | None = None
    for text in texts:
        alone = _ALONE.match(text.words)
        apart = alone or _BEGINS.match(text.words)
        if joined and (apart or joined.path != text.path):
            yield joined
            joined = None
        if alone:
            yield text
        elif joined:
            joined = joined._replace(words=f"{joined.words} {text.words.strip()}")
        else:
            joined = text
    if joined:
        yield joined


def _faults(rule: Rule, words: Words) -> Iterator[HandbookError]:
    for fault in statement_faults(rule.statement, words):
        yield HandbookError(
            f"{rule.id}: {fault.message}",
            path=rule.path,
            line=rule.block.first,
            fix=fault.fix,
        )


def statement_faults(statement: str, words: Words) -> Iterator[HandbookError]:
    """Yield what is wrong with the form of a rule's statement."""
    said = _without_code(statement).split() or [""]
    if said[0] not in words.statement.verbs:
        yield HandbookError(
            f"the statement begins with {said[0]!r}",
            fix=f"begin with a verb that tells what to do, or add it to {SETTINGS}",
        )
    if len(said) > words.statement.longest:
        yield HandbookError(
            f"the statement has {len(said)} words",
            fix=f"shorten it: {words.statement.longest} are the most",
        )
