"""Hand every fence of a page to one function, whatever its form or nesting."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import override

from markdown import Markdown
from pymdownx.superfences import (
    SuperFencesBlockPreprocessor,
    SuperFencesCodeExtension,
)


@dataclass(frozen=True)
class FoundFence:
    """A fence as it stands in a page; ``line`` counts from 1 in the converted text."""

    line: int
    language: str
    body: str
    options: Mapping[str, str]


_NAME = "handbook_fences"

type Handler = Callable[[FoundFence], str]
"""Takes a fence and returns its HTML. It must not raise: superfences hides that."""


_PLAIN = re.compile(r'<span class="(?:n|o|p|w)">([^<]*)</span>')


class FencePreprocessor(SuperFencesBlockPreprocessor):
    """Superfences' own preprocessor, which also tells on which line a fence is."""

    fence_line = 0

    @override
    def process_nested_block(self, ws: str, content: str, start: int, end: int) -> None:
        self.fence_line = start + 1
        super().process_nested_block(ws, content, start, end)

    def highlighted(self, code: str, language: str, options: dict[str, str]) -> str:
        """Return ``code`` as Material's highlighted block, annotations switched on.

        Names, punctuation and spaces have no colour of their own, and no element: they
        would be half of all elements of a page.
        """
        self.line_count = code.count("\n")
        html: str = self.highlight(
            code,
            language,
            options,
            self.md,
            classes=["annotate"],
            id_value="",
            attrs={},
        )
        return _PLAIN.sub(r"\1", html)


class Fences(SuperFencesCodeExtension):
    """Superfences with ``handler`` in the place of every formatter.

    Headers that superfences would not recognise are recognised too, so that no
    fence passes by unseen.
    """

    def __init__(self, handler: Handler) -> None:
        self.handler = handler
        wildcard = {
            "name": "*",
            "class": "snippet",
            "format": self._format,
            "validator": _accept_all,
        }
        super().__init__(custom_fences=[wildcard], relaxed_headers=True)

    @override
    def patch_fenced_rule(self) -> None:
        """Register the preprocessor, right before the place of the plain one.

        A builder may add plain superfences after this extension (Zensical does, where
        the settings don't name it); it then finds no fence that is left.
        """
        super().patch_fenced_rule()
        plain = self.md.preprocessors["fenced_code_block"]
        preprocessor = FencePreprocessor(self.md)
        vars(preprocessor).update(config=vars(plain)["config"], extension=self)
        self.md.preprocessors.register(preprocessor, _NAME, 25.5)

    def _format(
        self,
        source: str,
        language: str,
        _class: str,
        options: dict[str, str],
        md: Markdown,
        **_: object,
    ) -> str:
        line = preprocessor_of(md).fence_line
        return self.handler(FoundFence(line, language or "", source, options))


def preprocessor_of(md: Markdown) -> FencePreprocessor:
    """Return the preprocessor that Fences registered."""
    preprocessor = md.preprocessors[_NAME]
    if not isinstance(preprocessor, FencePreprocessor):
        raise TypeError(f"{_NAME} was replaced by another extension")
    return preprocessor


def _accept_all(
    _language: str,
    inputs: Mapping[str, str],
    options: dict[str, str],
    _attributes: dict[str, str],
    _md: Markdown,
) -> bool:
    options.update(inputs)
    return True


def collect(text: str) -> list[FoundFence]:
    """Return the fences of a page in the order of their lines."""
    found: list[FoundFence] = []

    def note(fence: FoundFence) -> str:
        found.append(fence)
        return ""

    md = Markdown(extensions=[Fences(note)])
    preprocessor_of(md).run(text.split("\n"))
    return sorted(found, key=lambda fence: fence.line)
