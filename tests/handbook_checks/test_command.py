import json
from pathlib import Path

import pytest

from handbook_checks.__main__ import main
from tests.handbook_checks.conftest import Service
from tests.handbook_checks.test_findings import COMMIT

URL = "https://OWNER.github.io/fastapi-handbook/chapters/database/#db-003"
STATEMENT = (
    "Call flush() in repositories and services; commit only in the unit of work."
)


def test_violation_is_printed_with_place_rule_and_address(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    service("app/users.py", COMMIT)

    code = main(["app"])

    assert code == 1
    assert capsys.readouterr().out == (
        f"app/users.py:4:15: DB-003 must: {STATEMENT} (ast-grep DB-003)\n\n"
        f"DB-003: {URL}\n\n1 violation\n"
    )


def test_clean_code_ends_with_zero(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    service("app/users.py", "X = 1\n")

    assert main([]) == 0
    assert capsys.readouterr().out == "0 violations\n"


def test_annotation_of_github_is_printed(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    service("app/50%,a:b.py", COMMIT)

    assert main(["--format", "github"]) == 1
    assert capsys.readouterr().out == (
        "::error file=app/50%25%2Ca%3Ab.py,line=4,col=15,title=DB-003::"
        f"{STATEMENT} (ast-grep DB-003) {URL}\n"
    )


def test_sarif_names_rule_level_and_place(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    service("app/users.py", COMMIT)

    assert main(["--format", "sarif"]) == 1
    log = json.loads(capsys.readouterr().out)

    [run] = log["runs"]
    [rule] = run["tool"]["driver"]["rules"]
    [result] = run["results"]
    place = result["locations"][0]["physicalLocation"]
    assert log["version"] == "2.1.0"
    assert (rule["id"], rule["helpUri"]) == ("DB-003", URL)
    assert (result["ruleId"], result["level"]) == ("DB-003", "error")
    assert place["artifactLocation"] == {"uri": "app/users.py"}
    assert place["region"] == {"startLine": 4, "startColumn": 15}


def test_sarif_without_a_violation_is_valid(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    service("app/users.py", "X = 1\n")

    assert main(["--format", "sarif"]) == 0
    assert json.loads(capsys.readouterr().out)["runs"][0]["results"] == []


def test_baseline_lets_an_existing_service_start(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    file = service("app/users.py", COMMIT)

    assert main(["--write-baseline", "accepted.json"]) == 0
    assert main(["--baseline", "accepted.json"]) == 0
    file.write_text(COMMIT + COMMIT.replace("User", "Item"), encoding="utf-8")
    assert main(["--baseline", "accepted.json"]) == 1
    file.write_text("", encoding="utf-8")
    assert main(["--baseline", "accepted.json"]) == 0

    printed = capsys.readouterr()
    assert "app/users.py:8:15: DB-003" in printed.out
    assert "1 accepted violation is gone" in printed.err


def test_check_of_one_file_keeps_what_the_baseline_holds_of_others(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    file = service("app/users.py", COMMIT)
    service("app/items.py", COMMIT.replace("User", "Item"))
    assert main(["--write-baseline", "accepted.json"]) == 0

    assert main(["app/items.py", "--baseline", "accepted.json"]) == 0
    assert main(["--select", "DB-008", "--baseline", "accepted.json"]) == 0
    assert "gone" not in capsys.readouterr().err

    file.write_text("", encoding="utf-8")
    assert main(["app/users.py", "--write-baseline", "accepted.json"]) == 0
    assert "0 accepted in accepted.json, 1 of other files" in capsys.readouterr().err
    assert main(["--baseline", "accepted.json"]) == 0


def test_baseline_holds_a_fault_of_the_settings_once_and_until_it_is_fixed(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = service("pyproject.toml", '[tool.pytest]\ntestpaths = ["tests"]\n')
    service("app/users.py", "X = 1\n")
    service("tests/test_users.py", "def test_one() -> None:\n    assert 1\n")
    for _ in range(2):
        assert main(["app", "tests", "--write-baseline", "accepted.json"]) == 0
    said = capsys.readouterr().err
    assert said == 2 * "1 accepted in accepted.json\n"
    assert main(["app", "tests", "--baseline", "accepted.json"]) == 0

    text = '[tool.pytest]\nstrict = true\nfilterwarnings = ["error"]\n'
    settings.write_text(text, encoding="utf-8")

    assert main(["app", "tests", "--baseline", "accepted.json"]) == 0
    assert "gone" in capsys.readouterr().err


def test_rule_that_no_longer_exists_leaves_the_baseline(
    service: Service, tmp_path: Path
) -> None:
    service("app/users.py", "X = 1\n")
    file = tmp_path / "accepted.json"
    file.write_text('[\n["app/users.py", "DB-999", "X = 1", 1]\n]\n')

    assert main(["app", "--write-baseline", str(file)]) == 0

    assert file.read_text() == "[]\n"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--select", "DB-003"], 1),
        (["--select", "db-008"], 0),
        (["--ignore", "DB-003"], 0),
        (["--ignore", "DB-008,DB-009"], 1),
    ],
)
def test_rules_are_chosen_by_their_ids(
    service: Service, options: list[str], code: int
) -> None:
    service("app/users.py", COMMIT)

    assert main(options) == code


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "there is no file or folder nowhere"),
        (["--select", "DB-0003"], "did you mean DB-003?"),
        (["--ignore", "XXXXX"], "known are ASY-001, "),
        (["--baseline", "none.json"], "none.json is no baseline"),
        (["--write-baseline", "no/such.json"], "no/such.json can't be written"),
    ],
)
def test_unusable_arguments_are_refused_with_what_to_do(
    service: Service,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    service("app/users.py", COMMIT)

    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert message in printed.err
    assert printed.out == ""


def test_file_that_is_no_python_is_refused(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    service("app/users.py", "def f(:\n")

    assert main([]) == 2
    assert "app/users.py:1: " in capsys.readouterr().err


def test_folder_without_python_is_clean(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 0
