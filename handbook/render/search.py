"""The index of the search: an entry for each rule and for each page."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import NotRequired, TypedDict

from pygments.lexers import get_lexer_by_name
from pygments.token import Token

from handbook.book.book import Book
from handbook.book.fences import Source
from handbook.book.page import Page
from handbook.book.rules import Rule
from handbook.book.snippets import Span
from handbook.proof.store import TOOLS, Proof

INDEX_FILE = "assets/search.json"
"""Where the pages look for the index, below the root of the site."""

_UNSEARCHED = ("docs/code/",)
"""Pages that list what others explain: they would come before the explanation."""

_EVERYWHERE = frozenset(
    {"Annotated", "None", "True", "False", "bool", "dict", "int", "list", "self", "str"}
)

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{2,}")
_WORD = re.compile(r"[A-Za-z][\w'-]{2,}")
_FENCE = re.compile(r"^ *```.*?^ *```", re.DOTALL | re.MULTILINE)
_ADDRESS = re.compile(r"\]\([^)]*\)")
_BLOCK = re.compile(r"^/{3,}.*$", re.MULTILINE)
_HEADING = re.compile(r"^##+ (.+)$", re.MULTILINE)


class Entry(TypedDict):
    """What a search can find; ``names`` and ``words`` are joined by spaces.

    ``names`` are whole identifiers, codes of diagnostics and labels of references,
    ``words`` those of the prose, each once and none that another field has already.
    """

    id: NotRequired[str]
    level: NotRequired[str]
    page: str
    title: str
    url: str
    terms: list[str]
    names: str
    words: str


def write(book: Book, proof: Proof | None, site: Path) -> None:
    """Write the index into a built site."""
    file = site / INDEX_FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(entries(book, proof), ensure_ascii=False, separators=(",", ":"))
    file.write_text(text, encoding="utf-8")


def entries(book: Book, proof: Proof | None) -> list[Entry]:
    """Return an entry for each rule, then one for each page that readers look for."""
    searched = [page for page in book.pages if not page.path.startswith(_UNSEARCHED)]
    rules = [_rule(r, page, proof) for page in searched for r in page.rules]
    return rules + [_page(page) for page in searched]


def _rule(rule: Rule, page: Page, proof: Proof | None) -> Entry:
    names = _names(rule, page, proof)
    taken = {rule.statement, *rule.terms, rule.slug, *names}
    return {
        "id": rule.id,
        "level": rule.level,
        "page": page.title,
        "title": rule.statement,
        "url": f"{page.url}#{rule.slug}",
        "terms": list(rule.terms),
        "names": " ".join(names),
        "words": " ".join(_words(_prose(rule, page), taken)),
    }


def _page(page: Page) -> Entry:
    headings = _HEADING.findall(page.body)
    taken = {page.title, *headings}
    text = "" if page.rules else _FENCE.sub("", page.body)
    return {
        "page": page.title,
        "title": page.title,
        "url": page.url,
        "terms": headings,
        "names": "",
        "words": " ".join(_words(_ADDRESS.sub("]", text), taken)),
    }


def _names(rule: Rule, page: Page, proof: Proof | None) -> list[str]:
    """Return identifiers of the shown code, codes that tools report, and sources."""
    sources = [
        shown.fence.span
        for shown in page.shown
        if isinstance(shown.fence, Source) and rule.block.holds(shown.line)
    ]
    reported = (
        diagnostic.code
        for span in sources
        if proof and (witness := proof.witnesses.get(span.path))
        for tool in TOOLS
        for diagnostic in witness.said_by(tool)
    )
    declared = (one.value for one in rule.enforce if one.kind in TOOLS)
    written = chain.from_iterable(_identifiers(span) for span in sources)
    labels = (reference.label for reference in rule.references)
    return list(dict.fromkeys(chain(declared, reported, labels, written)))


def _identifiers(span: Span) -> Iterator[str]:
    """Yield the names in shown code; words of comments and texts are none."""
    lexer = get_lexer_by_name(span.language)
    for kind, value in lexer.get_tokens(span.text):
        if kind[:1] == Token.Name[:1]:
            yield from (n for n in _NAME.findall(value) if n not in _EVERYWHERE)


def _prose(rule: Rule, page: Page) -> str:
    first = rule.block.first - page.offset
    lines = page.body.split("\n")[first : rule.block.last - page.offset]
    text = "\n".join(line for line in lines if not line.startswith("    "))
    reviews = " ".join(one.value for one in rule.enforce if one.kind == "review")
    return f"{_ADDRESS.sub(']', _BLOCK.sub('', _FENCE.sub('', text)))} {reviews}"


def _words(prose: str, taken: Iterable[str]) -> Iterator[str]:
    """Yield each word of a text once, without those that are ``taken``."""
    seen = {word.lower() for text in taken for word in _WORD.findall(text)}
    for word in _WORD.findall(prose):
        if word.lower() not in seen:
            seen.add(word.lower())
            yield word.lower()
