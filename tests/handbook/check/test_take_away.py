"""The settings that readers copy agree with the chapters."""

import shutil
from pathlib import Path

import pytest

from handbook.book import book as books
from handbook.check import take_away
from handbook.common.files import ROOT


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a folder with what the chapters' rules are held to."""
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    for path in (take_away.SETTINGS, take_away.INDEX):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    return tmp_path


def faults(root: Path) -> list[str]:
    rules = books.load(ROOT).rules
    return [str(fault) for fault in take_away.faults(root, rules)]


def test_settings_agree_with_the_chapters(copy: Path) -> None:
    assert faults(copy) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"B904",    # ERR-005', "", "ruff's B904 is missing, which ERR-005 names"),
        (
            '"B904",    # ERR-005',
            '"B904", # ERR-006',
            "the comment behind B904 names ERR-006",
        ),
        (
            "# STR-010",
            "# STR-010\n    'E501', # STR-010",
            "the comment behind 'E501' names STR-010",
        ),
        ('"misc",  ', '"misk",  ', "mypy's misc is missing, which DB-002 names"),
        ("reportDeprecated", "reportDepricated", "reportDeprecated is missing"),
        ("\nstrict = true", "", "pytest's strict is missing, which TEST-012 names"),
        (
            "Calls go down",
            "Calls go up",
            "the comment behind Calls go up names STR-002",
        ),
        (
            '"Only users read the tables of users" # STR-004',
            '"Only users read their tables"',
            "import-linter's Only users read the tables of users is missing",
        ),
    ],
)
def test_setting_that_no_rule_names_or_that_is_missing_is_refused(
    copy: Path, old: str, new: str, fault: str
) -> None:
    file = copy / take_away.SETTINGS
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")

    assert any(fault in found for found in faults(copy)), faults(copy)


@pytest.mark.parametrize("edit", ["delete", "change"])
def test_index_that_differs_from_the_chapters_is_refused(copy: Path, edit: str) -> None:
    file = copy / take_away.INDEX
    if edit == "delete":
        file.unlink()
    else:
        file.write_text(file.read_text("utf-8").replace("must", "may", 1), "utf-8")

    (fault,) = faults(copy)
    assert "python -m handbook checks" in fault


def test_note_of_a_moved_rule_takes_its_new_address(copy: Path) -> None:
    file = copy / "examples/checks/rules/DB-009.yml"
    file.parent.mkdir()
    right = (ROOT / file.relative_to(copy)).read_text("utf-8")
    file.write_text(right.replace("/chapters/", "/old/"), "utf-8")

    written = take_away.readdress(copy, books.load(ROOT).rules)

    assert written == ["examples/checks/rules/DB-009.yml"]
    assert file.read_text("utf-8") == right


def test_notes_that_are_right_are_not_written(copy: Path) -> None:
    shutil.copytree(ROOT / "examples/checks/rules", copy / "examples/checks/rules")

    assert take_away.readdress(copy, books.load(ROOT).rules) == []
