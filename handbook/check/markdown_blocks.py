"""Read code blocks from the Markdown that agents get."""

import re
from html import unescape

from handbook.check.code_blocks import Block

_FENCE = re.compile(
    r"^(?P<marks>`{3,})(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=marks)`*[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
_ATTRIBUTE = re.compile(r'(?P<name>\w+)="(?P<value>[^"]*)"')


def markdown_blocks(text: str) -> list[Block]:
    """Return every fence of a page; its first line names what proves it."""
    return [
        Block(number, found["text"], _attributes(found["info"]))
        for number, found in enumerate(_FENCE.finditer(text), 1)
    ]


def _attributes(info: str) -> dict[str, str]:
    """Return the attributes of a fence, named as those of a block in HTML."""
    found = _ATTRIBUTE.finditer(info)
    return {f"data-{each['name']}": unescape(each["value"]) for each in found}
