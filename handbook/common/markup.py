"""HTML, escaped where it has to be."""

from collections.abc import Iterable
from html import escape


def element(tag: str, content: str = "", **attributes: str | None) -> str:
    """Return an element around content that is HTML already.

    Attribute names lose a trailing underscore, and their other underscores become
    hyphens; an attribute that is None is left out, an empty one has no value.
    """
    words = "".join(_attribute(k, v) for k, v in attributes.items() if v is not None)
    return f"<{tag}{words}>{content}</{tag}>"


def _attribute(name: str, value: str) -> str:
    name = name.rstrip("_").replace("_", "-")
    return f' {name}="{escape(value)}"' if value else f" {name}"


def text(words: str) -> str:
    """Return plain words as HTML; what stands between backticks becomes code."""
    parts = words.split("`")
    if len(parts) % 2 == 0:
        return escape(words, quote=False)
    return "".join(
        element("code", escape(part, quote=False))
        if i % 2
        else escape(part, quote=False)
        for i, part in enumerate(parts)
    )


def link(words: str, href: str, class_: str | None = None) -> str:
    """Return a link around plain words."""
    return element("a", text(words), href=href, class_=class_)


def bullets(items: Iterable[str], class_: str | None = None) -> str:
    """Return a list of items that are HTML already."""
    return element("ul", "".join(element("li", item) for item in items), class_=class_)


def counted(number: int, noun: str) -> str:
    """Return ``1 test`` or ``2 tests``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(words: Iterable[str]) -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``."""
    *rest, last = list(words)
    return f"{', '.join(rest)} and {last}" if rest else last
