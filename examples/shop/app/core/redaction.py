"""Redaction of secrets in log events, in linear time and bounded size (SEC-010)."""

import re
from itertools import islice
from typing import cast

from structlog.typing import EventDict, WrappedLogger

REDACTED = "[redacted]"
TRUNCATED = "[truncated]"
MAX_TEXT = 10_000  # characters of one value
MAX_EVENT = 50_000  # characters of all values
MIN_TEXT = 100  # characters that a value keeps in an event that is too long
MAX_ITEMS = 100  # of one list or mapping
MAX_DEPTH = 10
MAX_BITS = 64  # of an integer; Python writes 4,300 digits at most

HEADER = "authorization|cookie"
NAME = "password|passwd|secret|token|api[_-]?key"
ASSIGNED = r"""[\\"']{0,9}\s*+[=:]\s*+"""
QUOTED = r"""\\*+"(?:[^"\\]|\\.)*+"?|\\*+'(?:[^'\\]|\\.)*+'?"""

# Possessive quantifiers (`*+`) never backtrack, and no pattern begins with a
# repetition: the time grows with the length of the text only.
SECRET_NAME = re.compile(rf"{HEADER}|{NAME}", re.IGNORECASE)
HEADER_LINE = re.compile(
    rf"""((?:{HEADER}){ASSIGNED})(?:{QUOTED}|[^\r\n"']++)""", re.IGNORECASE | re.DOTALL
)
NAMED_VALUE = re.compile(
    rf"""((?:{NAME}){ASSIGNED})(?:{QUOTED}|[^\s&,;"']++)""", re.IGNORECASE | re.DOTALL
)
CREDENTIALS = re.compile(r"""(\b(?:bearer|basic)\s++)[^\s,;"']++""", re.IGNORECASE)
URL_PASSWORD = re.compile(
    rf"(://[^/\s:@]*+:)[^/\s@]++(?:(?=@)|(?<={re.escape(TRUNCATED)}))"
)
JWT = re.compile(r"((?<![\w-]))eyJ[\w-]++(?:\.[\w-]*+){0,2}")


def redact_text(text: str) -> str:
    """Replace named secrets, credentials, passwords in URLs, and JSON Web Tokens."""
    for pattern in (HEADER_LINE, NAMED_VALUE, CREDENTIALS, URL_PASSWORD, JWT):
        text = pattern.sub(rf"\1{REDACTED}", text)
    return text


class EventRedactor:
    """Redacts the values of one event, which share a number of characters."""

    def __init__(self) -> None:
        self.room = MAX_EVENT

    def redact(self, name: str, value: object, depth: int = 0) -> object:
        """Return a copy for the log: numbers, texts, and collections of these."""
        if SECRET_NAME.search(name):
            return REDACTED
        if isinstance(value, dict | list | tuple):
            return self._collection(cast("object", value), depth + 1)
        if isinstance(value, str):
            return self._text(value, MAX_EVENT if name == "exception" else MAX_TEXT)
        if isinstance(value, int) and value.bit_length() > MAX_BITS:
            return self._text(hex(value), MAX_TEXT)
        if value is None or isinstance(value, int | float):
            return value
        return self._text(repr(value), MAX_TEXT)

    def _collection(self, value: object, depth: int) -> object:
        if depth > MAX_DEPTH or self.room <= 0:
            return TRUNCATED
        if isinstance(value, dict):
            items = cast("dict[object, object]", value).items()
            named = ((str(key), item) for key, item in islice(items, MAX_ITEMS))
            return {
                self._text(name, MIN_TEXT): self.redact(name, item, depth)
                for name, item in named
            }
        members = cast("list[object]", value)[:MAX_ITEMS]
        return [self.redact("", member, depth) for member in members]

    def _text(self, text: str, limit: int) -> str:
        kept = max(min(limit, self.room), MIN_TEXT)
        self.room -= min(len(text), kept) + 1
        return redact_text(text if len(text) <= kept else text[:kept] + TRUNCATED)


def redact_event(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Redact and bound a whole event; the last processor before the renderer."""
    redactor = EventRedactor()
    return {name: redactor.redact(name, value) for name, value in event.items()}
