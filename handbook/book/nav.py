"""The navigation of the settings: the order of the pages, and the area of each."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from handbook.common.errors import HandbookError
from handbook.common.files import read_text

SETTINGS = "mkdocs.yml"


class _Loader(yaml.SafeLoader):
    """PyYAML's, for settings whose own tags say nothing of the navigation."""


def _nothing(_loader: yaml.SafeLoader, _tag: str, _node: yaml.Node) -> None:
    """Leave out the value of a tag such as ``!ENV``."""


_Loader.add_multi_constructor("", _nothing)


def areas(root: Path) -> Mapping[str, str]:
    """Return the area of each page: the outermost title above it, or nothing.

    The pages are paths below ``docs``, in the order of the navigation. Raises
    HandbookError for settings that are no YAML.
    """
    if not (root / SETTINGS).exists():
        return {}
    try:
        settings = yaml.load(read_text(root, SETTINGS), _Loader)  # noqa: S506 — a SafeLoader
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else None
        what = f"is no YAML: {fault.problem}"
        fix = "correct the syntax"
        raise HandbookError(what, path=SETTINGS, line=line, fix=fix) from None
    return dict(_pages((settings or {}).get("nav") or [], ""))


def _pages(entry: object, area: str) -> Iterator[tuple[str, str]]:
    match entry:
        case str():
            yield entry, area
        case list():
            for inner in entry:
                yield from _pages(inner, area)
        case dict():
            for title, inner in entry.items():
                yield from _pages(inner, area or title)
        case _:
            return
