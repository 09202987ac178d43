"""Start a rule: its block in the chapter, right and wrong code, and both tests.

What the author has to write is marked `TODO`, which the check of words finds. The code
raises NotImplementedError, so that no test passes before it is written.
"""

import datetime as dt
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from string import Template

from handbook.book import book
from handbook.book.fences import Source
from handbook.book.page import ANTIPATTERNS, Page
from handbook.book.rules import next_id
from handbook.check import words
from handbook.common.errors import HandbookError
from handbook.common.files import read_text
from handbook.common.markup import listed

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SMALL = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or"}
_SMALL |= {"the", "to", "with", "every", "each", "all"}

_BLOCK = Template("""\
//// rule | $id
    level: should
    statement: $statement
    slug: $slug
    terms: ["TODO: what people search for", "TODO: a synonym", "TODO: an error message"]
    ledger: []
    origin: "TODO: why this rule exists, or the claims that it answers under ledger."
    proof:
      - test: tests/antipatterns/$folder/test_$name.py::test_no_harm_of_$name
    enforce:
      - review: "TODO: a tool that finds a violation, or what a reviewer looks for."
    changes:
      $today: First published.

/// why
TODO: the failure that the reader will see, then the mechanism, then the source.
///

/// do
TODO: one imperative sentence.

```python
@include patterns/$folder/$name.py::example
```
///

/// dont
TODO: one sentence that says what this code does wrong.

```python
@include antipatterns/$folder/$name.py::example
```
///

/// exceptions
TODO: when to choose otherwise.
///
////

""")
_CODE = '''\
"""TODO: the idea of this code, in a line."""


def example() -> int:
    """Return TODO."""
    raise NotImplementedError
'''
_FILES: Mapping[str, str] = {
    "examples/patterns/$folder/$name.py": _CODE,
    "examples/antipatterns/$folder/$name.py": f"""\
# /// bad
# harm = "tests/antipatterns/$folder/test_$name.py::test_harm_of_$name"
# right = "examples/patterns/$folder/$name.py"
# ///
{_CODE}""",
    "tests/patterns/$folder/test_$name.py": """\
from patterns.$folder import $name


def test_$name() -> None:
    assert $name.example() == 2
""",
    "tests/antipatterns/$folder/test_$name.py": '''\
"""TODO: the situation in which the two differ."""

from collections.abc import Callable

from antipatterns.$folder import $name as wrong
from patterns.$folder import $name as right


def test_harm_of_$name(measured: Callable[[str], None]) -> None:
    found = wrong.example()

    assert found == 1
    measured(f"It returned {found} instead of 2.")


def test_no_harm_of_$name() -> None:
    assert right.example() == 2
''',
}


def create(root: Path, area: str, statement: str, name: str | None = None) -> list[str]:
    """Write the block and the files of a new rule; return their paths.

    ``area`` is the name of a chapter or the letters of its ids. Without a ``name``,
    the files are named after the statement.

    Raises HandbookError for an unknown chapter, a statement of the wrong form, and a
    name that is none or is taken; nothing is written then.
    """
    page = _chapter(root, area)
    statement = f"{statement.strip().removesuffix('.')}."
    for fault in words.statement_faults(statement, words.load(root)):
        raise fault
    rules = [rule for other in book.load(root).pages for rule in other.rules]
    name = _checked_name(name or _name(statement))
    values = {
        "id": next_id(page.rules[0].id, rules),
        "statement": _as_yaml(statement),
        "slug": name.replace("_", "-"),
        "folder": _folder(page),
        "name": name,
        "today": dt.datetime.now(dt.UTC).date().isoformat(),
    }
    files = {_filled(path, values): _filled(t, values) for path, t in _FILES.items()}
    for path in files:
        if (root / path).exists():
            raise HandbookError(
                "is there already", path=path, fix="give another --name"
            )
    _write(root, files, page, _BLOCK.substitute(values))
    return [page.path, *files]


def _chapter(root: Path, area: str) -> Page:
    chapters = {
        Path(page.path).stem: page for page in book.load(root).pages if page.rules
    }
    letters = [n for n, page in chapters.items() if _letters(page) == area.upper()]
    if area.lower() in chapters or len(letters) == 1:
        return chapters.get(area.lower()) or chapters[letters[0]]
    if letters:
        what, fix = f"{area.upper()} has several chapters", listed(letters)
        raise HandbookError(what, fix=f"choose one of {fix}")
    near = get_close_matches(area.lower(), chapters, n=1)
    fix = f"did you mean {near[0]}?" if near else f"choose one of {listed(chapters)}"
    raise HandbookError(f"there is no chapter {area!r}", fix=fix)


def _letters(page: Page) -> str:
    """Return what the ids of a chapter begin with."""
    return page.rules[0].id.partition("-")[0]


def _folder(page: Page) -> str:
    """Return the folder of the chapter's wrong code; chapters of an area share it."""
    wrong = [
        PurePosixPath(shown.fence.span.path).parent.name
        for shown in page.shown
        if isinstance(shown.fence, Source)
        and shown.fence.span.path.startswith(ANTIPATTERNS)
    ]
    return wrong[0] if wrong else Path(page.path).stem


def _as_yaml(statement: str) -> str:
    plain = re.fullmatch(r"[A-Za-z][^:#]*", statement)
    return statement if plain else "'{}'".format(statement.replace("'", "''"))


def _name(statement: str) -> str:
    _, *said = re.findall(r"[a-z0-9]+", statement.lower())
    return "_".join([word for word in said if word not in _SMALL][:4])


def _checked_name(name: str) -> str:
    if _NAME.fullmatch(name):
        return name
    raise HandbookError(
        f"{name!r} can't name a module", fix="use small letters, digits and underscores"
    )


def _filled(text: str, values: Mapping[str, str]) -> str:
    return Template(text).substitute(values)


def _write(root: Path, files: Mapping[str, str], page: Page, block: str) -> None:
    text = read_text(root, page.path)
    start = re.search(r"^## Checklist$", text, re.MULTILINE)
    place = start.start() if start else len(text)
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
    before = text[:place] if start else f"{text.rstrip()}\n\n"
    chapter = root / page.path
    chapter.write_text(before + block + text[place:], encoding="utf-8")
