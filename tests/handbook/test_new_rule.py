"""The start of a rule leads its author from empty places to a proven page."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from handbook.__main__ import main
from handbook.book import book
from handbook.common.errors import HandbookError
from handbook.common.files import ROOT
from handbook.new_rule import create
from handbook.prove import prove as proving
from tests.handbook.conftest import diagnose_nothing

CHAPTER = """\
# Sums

//// rule | SUM-007
    level: must
    statement: Use `half`.
    slug: half
    terms: [half, halve, two]
    ledger: []
    origin: A fault.
    enforce:
      - review: Look for it.
    changes:
      2026-11-21: First published.

/// why
Because.
///

/// do
```python
@include patterns/sums.py::half
```
///
////

## Checklist

/// checklist
///
"""
DONT = """
/// dont
It loses a cent.

```python
@include antipatterns/money/prices.py
```
///
"""
STATEMENT = "Use integers for amounts: cents"
CONFTEST = """\
import pytest


@pytest.fixture
def measured(record_property):
    return lambda sentence: record_property("measured", sentence)
"""


@pytest.fixture
def handbook(project: Path) -> Path:
    """Return a handbook with one chapter and the real list of words."""
    (project / "docs").mkdir()
    (project / "docs/amounts.md").write_text(CHAPTER, encoding="utf-8")
    (project / "handbook").mkdir()
    shutil.copy(ROOT / "handbook/words.toml", project / "handbook/words.toml")
    (project / "tests/conftest.py").write_text(CONFTEST, encoding="utf-8")
    return project


def contents(root: Path) -> dict[str, str]:
    files = (file for file in root.rglob("*") if file.suffix in {".md", ".py"})
    return {str(file): file.read_text(encoding="utf-8") for file in files}


def test_new_rule_takes_the_next_id_before_the_checklist(handbook: Path) -> None:
    create(handbook, "amounts", STATEMENT)

    first, second = book.load(handbook).rules
    assert (first.id, second.id) == ("SUM-007", "SUM-008")
    assert second.statement == f"{STATEMENT}."
    assert second.changes.keys() == {datetime.now(UTC).date()}
    chapter = (handbook / "docs/amounts.md").read_text(encoding="utf-8")
    assert chapter.index("SUM-008") < chapter.index("## Checklist")


def test_letters_of_several_chapters_are_refused_with_their_names(
    handbook: Path,
) -> None:
    second = CHAPTER.replace("SUM-007", "SUM-001").replace("slug: half", "slug: whole")
    (handbook / "docs/prices.md").write_text(second, encoding="utf-8")

    with pytest.raises(HandbookError) as refused:
        create(handbook, "sum", STATEMENT)

    assert refused.value.message == "SUM has several chapters"
    assert refused.value.fix == "choose one of amounts and prices"


def test_chapters_of_an_area_share_the_folder_of_their_code(handbook: Path) -> None:
    folder = handbook / "examples/antipatterns/money"
    folder.mkdir()
    shutil.copy(handbook / "examples/antipatterns/prices.py", folder)
    edit(handbook / "docs/amounts.md", "////\n\n##", f"{DONT}////\n\n##")

    paths = create(handbook, "amounts", STATEMENT)

    assert "examples/patterns/money/integers_amounts_cents.py" in paths


def test_new_rule_is_well_formed_and_each_empty_place_is_named(
    handbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = create(handbook, "SUM", STATEMENT)
    at = ["--root", str(handbook)]

    assert main([*at, "check"]) == 0, capsys.readouterr().err
    assert main([*at, "words"]) == 1
    said = capsys.readouterr().err
    assert all(path in said for path in paths if "tests/patterns" not in path)


def test_new_rule_is_proven_once_its_places_are_filled(
    handbook: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(proving, "diagnose", diagnose_nothing)
    _, right, wrong, *_ = paths = create(handbook, "amounts", STATEMENT)

    with pytest.raises(HandbookError, match="no proof was written"):
        proving.prove(handbook, workers="0")
    for path, answer in ((right, 2), (wrong, 1)):
        edit(handbook / path, "raise NotImplementedError", f"return {answer}")
    for path in paths:
        edit(handbook / path, "TODO", "This is it")
    proof = proving.prove(handbook, workers="0")

    assert proof.witnesses[wrong].harm
    assert {t.measured for t in proof.tests.values()} >= {
        ("It returned 1 instead of 2.",)
    }
    assert main(["--root", str(handbook), "words"]) == 0, capsys.readouterr().err


def edit(file: Path, old: str, new: str) -> None:
    file.write_text(
        file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("asked", "message", "fix"),
    [
        (("sum", "The sum is small", None), "begins with 'The'", "a verb"),
        (("sum", "Use " + "a " * 14, None), "has 15 words", "shorten"),
        (("sum", "", None), "begins with", "a verb"),
        (("amuonts", STATEMENT, None), "no chapter 'amuonts'", "did you mean amounts?"),
        (("x", STATEMENT, None), "no chapter 'x'", "choose one of amounts"),
        (("sum", STATEMENT, "Sum-1"), "'Sum-1' can't name", "small letters"),
        (("sum", "Use it", "../../x"), "'../../x' can't name", "small letters"),
        (("sum", STATEMENT, "taken"), "is there already", "--name"),
    ],
)
def test_faulty_request_is_refused_and_writes_nothing(
    handbook: Path, asked: tuple[str, str, str | None], message: str, fix: str
) -> None:
    (handbook / "tests/patterns/amounts").mkdir()
    (handbook / "tests/patterns/amounts/test_taken.py").write_text("", encoding="utf-8")
    before = contents(handbook)

    with pytest.raises(HandbookError) as refused:
        create(handbook, *asked)

    assert message in refused.value.message
    assert fix in (refused.value.fix or "")
    assert contents(handbook) == before


def test_command_reports_what_it_wrote(
    handbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [
        "--root",
        str(handbook),
        "new-rule",
        "amounts",
        STATEMENT,
        "--name",
        "cents",
    ]

    assert main(command) == 0
    assert "wrote examples/antipatterns/amounts/cents.py\n" in capsys.readouterr().out
