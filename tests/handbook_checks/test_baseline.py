from pathlib import Path

import pytest

from handbook_checks import baseline
from handbook_checks.findings import Finding, ToolError

FIRST = Finding("app/a.py", 3, 1, "DB-003", "ast-grep DB-003", "await session.commit()")
MOVED = Finding("app/a.py", 9, 5, "DB-003", "ast-grep DB-003", "await session.commit()")
OTHER = Finding("app/a.py", 9, 5, "DB-008", "ast-grep DB-008", "relationship()")


def test_written_baseline_accepts_its_findings_and_no_other(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"

    baseline.write(file, [FIRST])

    assert baseline.new([FIRST, OTHER], baseline.read(file)) == [OTHER]


def test_moved_line_stays_accepted(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"

    baseline.write(file, [FIRST])

    assert baseline.new([MOVED], baseline.read(file)) == []


def test_second_occurrence_is_new(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"

    baseline.write(file, [FIRST])

    assert baseline.new([FIRST, MOVED], baseline.read(file)) == [MOVED]


def test_fixed_violation_is_counted_as_gone(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    baseline.write(file, [FIRST, OTHER])

    accepted = baseline.read(file)

    assert baseline.gone([OTHER], accepted) == 1
    assert accepted == baseline.read(file)


def test_empty_baseline_is_readable(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"

    baseline.write(file, [])

    assert not baseline.read(file)


@pytest.mark.parametrize("text", ["", "{}x", "[1]", '[["a", "b"]]', "null"])
def test_file_that_is_no_baseline_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(ToolError, match=r"is no baseline .* --write-baseline"):
        baseline.read(file)


def test_missing_baseline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="is no baseline"):
        baseline.read(tmp_path / "baseline.json")


def test_check_of_a_part_speaks_of_its_own_entries_only(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    baseline.write(file, [FIRST, OTHER])
    accepted = baseline.read(file)

    one_rule = baseline.checked(accepted, [Path("app")], {"DB-008"})
    other_file = baseline.checked(accepted, [Path("app/b.py")], {"DB-003", "DB-008"})
    whole = baseline.checked(accepted, [Path("app/../app")], {"DB-003", "DB-008"})

    assert baseline.gone([OTHER], one_rule) == 0
    assert other_file == {}
    assert whole == accepted
