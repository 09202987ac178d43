"""A page for each file of the app: what a reader copies is a whole file."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from posixpath import relpath

from handbook.common.errors import HandbookError
from handbook.common.files import parse, read_text

SOURCES = "examples/shop/"
PAGES = "docs/code/"
COMMAND = "python -m handbook code-pages"

_INDEX = f"{PAGES}index.md"

_PAGE = """\
---
title: {name}
hide:
  - toc
---

# `{name}`

One of the [files of the app]({index}).

```python
@include {name}
```
"""


def files(root: Path) -> list[str]:
    """Return the files of the app that hold code, relative to the repository."""
    found = sorted((root / SOURCES / "app").rglob("*.py"))
    paths = [file.relative_to(root).as_posix() for file in found]
    return [path for path in paths if _holds_code(read_text(root, path), path)]


def _holds_code(text: str, path: str) -> bool:
    """Whether there is more than a docstring, which only marks a package."""
    return any(not isinstance(node, ast.Expr) for node in parse(text, path).body)


def page_of(path: str) -> str:
    """Return the page of a file of the app."""
    return f"{PAGES}{path.removeprefix(SOURCES).removesuffix('.py')}.md"


def url_of(path: str) -> str:
    """Return the address of that page below the site's root."""
    return f"{page_of(path).removeprefix('docs/').removesuffix('.md')}/"


def pages(root: Path) -> Mapping[str, str]:
    """Return each page as it has to be."""
    return {page_of(path): _written(path) for path in files(root)}


def _written(path: str) -> str:
    folder = PurePosixPath(page_of(path)).parent.as_posix()
    name = path.removeprefix(SOURCES)
    return _PAGE.format(name=name, index=relpath(_INDEX, folder))


def faults(root: Path) -> Iterator[HandbookError]:
    """Yield a fault for each page that is missing, stale or left over."""
    wanted, found = pages(root), _found(root)
    for path in sorted(wanted.keys() | found.keys()):
        if wanted.get(path) != found.get(path):
            yield HandbookError(_what(path, wanted, found), path=path, fix=COMMAND)


def _what(path: str, wanted: Mapping[str, str], found: Mapping[str, str]) -> str:
    if path not in wanted:
        return "is the page of a file that the app does not have"
    if path not in found:
        return "is missing: each file of the app has a page"
    return "is not as the command writes it"


def _found(root: Path) -> Mapping[str, str]:
    paths = (file.relative_to(root).as_posix() for file in (root / PAGES).rglob("*.md"))
    return {path: read_text(root, path) for path in paths if path != _INDEX}


def write(root: Path) -> list[str]:
    """Write the pages, remove those left over, and return what changed."""
    changed = [str(fault.path) for fault in faults(root)]
    wanted = pages(root)
    for path in changed:
        file = root / path
        if path not in wanted:
            file.unlink()
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(wanted[path], encoding="utf-8")
    return changed
