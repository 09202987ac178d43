"""Hostile input: values, documents, media types, paths, headers and tokens."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from samples import Json

type Place = tuple[str | int, ...]

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

DEEP = 15_000  # below the body limit, above the depth that Python parses
DIGITS = "1" * 5000  # more than Python parses as an integer
VALUES = {
    JSON: [
        *["NaN", "-Infinity", "1e400", DIGITS, "-1", str(2**63), "null", "true", "{}"],
        *[r'"long enough, but \u0000"', r'"long enough, but \udfff\ud800"'],
        *[r'"long enough, but \u202e"', '""', '"1"', f'"{DIGITS}"', '"١٢"'],
    ],
    FORM: [
        *["%00", "%ff", "%ed%a0%80", "\x00", "\xff", "", "+", "%", DIGITS, "x" * DEEP],
        *["a@example.com%00", "a&username=b&password=c"],
    ],
}
DOCUMENTS = [b"", b"{", b"[]", b'{"a": "\xed\xa0\x80"}', b"[" * DEEP, b'{"a":' * DEEP]
MEDIA_TYPES = [b"", b"text/plain", b"multipart/form-data", b"\xff"]
PATH_VALUES = ["%00", "%ff", "-1", "NaN", DIGITS, str(2**63), "%D9%A3"]
HEADERS = [
    *[b"", b"\xff\xfe", b"\xed\xa0\x80", b"x" * 10_000, b"a\tb", b'W/"'],
    *[b'"a,*,b"', b"a,*,b", b'"' * 10_000, b'"a", ' * 5_000, b" , " * 5_000],
]
TOKEN_HEADS = [
    *[
        b"null",
        b"[]",
        b"\xff",
        b"[" * 12_000,
        b'{"alg":NaN}',
        b'{"kid":' + DIGITS.encode(),
    ],
    *[b'{"alg":"none","kid":"test"}', b'{"alg":"HS256","kid":"\\ud800"}'],
]
TOKENS = [
    *[b"", b"Bearer", b"Bearer \xff.\xff.\xff", b"Bearer ...", b"Basic \xff"],
    *[b"Bearer %s.e30.AAAA" % urlsafe_b64encode(head) for head in TOKEN_HEADS],
]


def parts(value: Json) -> Mapping[str | int, Json]:
    """Return the members of an object or an array, by name or index."""
    match value:
        case dict():
            return dict(value.items())
        case list():
            return dict(enumerate(value))
        case _:
            return {}


def leaves(value: Json, here: Place = ()) -> Iterator[Place]:
    """Yield the path to every scalar and every empty container."""
    if not parts(value):
        yield here
    for key, part in parts(value).items():
        yield from leaves(part, (*here, key))


def write(value: Json, raw: Mapping[Place, str], here: Place = ()) -> str:
    """Return the document as JSON, with raw text at the given places."""
    if here in raw:
        return raw[here]
    match value:
        case dict():
            members = [
                f"{json.dumps(key)}: {write(part, raw, (*here, key))}"
                for key, part in value.items()
            ]
            return f"{{{', '.join(members)}}}"
        case list():
            items = [write(part, raw, (*here, i)) for i, part in enumerate(value)]
            return f"[{', '.join(items)}]"
        case _:
            return json.dumps(value)


def write_form(value: Json, raw: Mapping[Place, str]) -> str:
    """Return the fields as a form, with raw text in the given ones."""
    fields = parts(value).items()
    texts = [f"{name}={raw.get((name,), quote(str(part)))}" for name, part in fields]
    return "&".join(texts)


WRITERS = {JSON: write, FORM: write_form}
