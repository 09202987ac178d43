"""What a fence of a chapter shows: spans of source files, read by name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from handbook.common.errors import HandbookError
from handbook.common.files import ROOT, read_text
from handbook.sources import data, python
from handbook.sources.lines import (
    Found,
    Range,
    ShownLine,
    merged,
    shown,
    split_lines,
    without_header,
)

LOOKUP = ("examples/shop/", "examples/", "")
"""Folders in which the path of an include is looked up; it must be in just one."""

_LANGUAGES: Mapping[str, str] = {
    ".py": "python",
    ".toml": "toml",
    ".yml": "yaml",
    ".yaml": "yaml",
    ".ini": "ini",
    ".sh": "bash",
    ".conf": "nginx",
    ".sql": "sql",
    ".example": "dotenv",
    ".json": "json",
    ".mako": "mako",
}
_COMMENT: Mapping[str, str] = {"sql": "--", "json": "//", "mako": "##"}
_REFERENCE = re.compile(r"^(?P<path>[^\s:]+)(?:::(?P<names>\S.*))?$")


@dataclass(frozen=True)
class Span:
    """Lines of one file, as the page shows them.

    ``path`` is relative to the repository; ``names`` is empty for the whole file.
    """

    path: str
    names: tuple[str, ...]
    language: str
    ranges: tuple[Range, ...]
    lines: tuple[ShownLine, ...]

    @cached_property
    def text(self) -> str:
        """The shown lines, each ended by a newline."""
        return "".join(f"{line.text}\n" for line in self.lines)

    @property
    def reference(self) -> str:
        """The span's name, as an include would give it in full."""
        return f"{self.path}::{', '.join(self.names)}" if self.names else self.path


def read_span(reference: str, root: Path = ROOT) -> Span:
    """Return the lines that ``PATH`` or ``PATH::NAME, NAME`` stands for.

    Raises HandbookError where the file or a name doesn't exist.
    """
    match = _REFERENCE.match(reference.strip())
    if not match:
        raise HandbookError(
            f"{reference!r} names no file", fix="write PATH or PATH::NAME, NAME"
        )
    path = resolve(match["path"], root)
    names = tuple(name.strip() for name in (match["names"] or "").split(",") if name)
    text = read_text(root, path)
    language = language_of(path)
    found = _find(text, language, names, path)
    lines = shown(split_lines(text), found, _COMMENT.get(language, "#"))
    return Span(path, names, language, found.blocks, lines)


def _find(text: str, language: str, names: tuple[str, ...], path: str) -> Found:
    if language == "python":
        return python.find(text, names, path)
    if not names:
        return Found((without_header(text),))
    lines = split_lines(text)
    return Found(merged(lines, data.find(text, language, names, path)))


def resolve(path: str, root: Path = ROOT) -> str:
    """Return the one file that ``path`` means, relative to the repository."""
    hits = [folder + path for folder in LOOKUP if (root / folder / path).is_file()]
    if len(hits) == 1:
        return hits[0]
    if hits:
        raise HandbookError(
            f"{path} could be {' or '.join(hits)}", fix="write the longer path"
        )
    looked = ", ".join(folder or "the repository's root" for folder in LOOKUP)
    near = _namesakes(Path(path).name, root)
    hint = f"did you mean {' or '.join(near)}?" if near else f"looked in {looked}"
    raise HandbookError(f"no file {path}", fix=hint)


def _namesakes(name: str, root: Path) -> list[str]:
    folders = (root / "examples", root / "tests")
    hits = (hit for folder in folders for hit in sorted(folder.rglob(name)))
    return [hit.relative_to(root).as_posix() for hit in hits][:3]


def language_of(path: str) -> str:
    """Return the language that a fence showing ``path`` has to name."""
    name = Path(path).name
    if name.startswith("Dockerfile"):
        return "dockerfile"
    return _LANGUAGES.get(Path(path).suffix, "text")
