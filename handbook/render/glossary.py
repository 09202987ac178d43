"""The terms of the glossary, explained at their first place on each other page."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree as ET

from markdown.util import AtomicString

from handbook.common.files import read_text

GLOSSARY = "docs/glossary.md"

_TERM = re.compile(
    r"^## (?P<term>[^\n]+)\n\n(?P<meaning>.+?)(?=\n\n|\Z)", re.MULTILINE | re.DOTALL
)
_SEE = re.compile(r"\s+See \[[^\]]+\]\([^)]*\)\.$")
_CODE = re.compile(r"`|\[|\]\([^)]*\)")
_LEFT_ALONE = {"a", "code", "pre", "h1", "h2", "h3", "h4", "th", "abbr", "strong"}


def terms(root: Path) -> Mapping[str, str]:
    """Return the first paragraph of each term of the glossary, without Markdown.

    A heading may hold several names of one thing, joined by commas.
    """
    file = root / GLOSSARY
    return _terms(root, file.stat().st_mtime) if file.exists() else {}


@lru_cache(maxsize=2)
def _terms(root: Path, _: float) -> Mapping[str, str]:
    return {
        name.strip(): _plain(found["meaning"])
        for found in _TERM.finditer(read_text(root, GLOSSARY))
        for name in found["term"].split(",")
    }


def _plain(meaning: str) -> str:
    """Return a meaning without its reference to a rule, and without Markdown."""
    return " ".join(_CODE.sub("", _SEE.sub("", meaning)).split())


def explain(page: ET.Element, meanings: Mapping[str, str]) -> None:
    """Mark the first place of each term with its meaning; a reader hovers over it."""
    if meanings:
        _Marker(meanings).mark(page)


class _Marker:
    def __init__(self, meanings: Mapping[str, str]) -> None:
        self.left = {term.lower(): meaning for term, meaning in meanings.items()}
        longest_first = sorted(self.left, key=len, reverse=True)
        words = "|".join(re.escape(term) for term in longest_first)
        self.term = re.compile(rf"\b(?P<term>{words})s?\b", re.IGNORECASE)

    def mark(self, parent: ET.Element) -> None:
        """Mark the terms in the text of an element and of all that it holds."""
        if parent.tag in _LEFT_ALONE:
            return
        if found := self._first(parent.text):
            parent.text, mark = found
            parent.insert(0, mark)
        place = 0
        while place < len(parent):
            child = parent[place]
            self.mark(child)
            if found := self._first(child.tail):
                child.tail, mark = found
                parent.insert(place + 1, mark)
            place += 1

    def _first(self, text: str | None) -> tuple[str, ET.Element] | None:
        """Return what stands before a term that is still to be explained, and its mark.

        The mark's tail holds the rest of the text.
        """
        if not text or isinstance(text, AtomicString):
            return None
        for found in self.term.finditer(text):
            if meaning := self.left.pop(found["term"].lower(), None):
                mark = ET.Element("abbr", {"title": meaning})
                mark.text, mark.tail = found[0], text[found.end() :]
                return text[: found.start()], mark
        return None
