import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from handbook.common.files import ROOT
from handbook_checks.findings import ToolError, find
from handbook_checks.rules import load
from tests.handbook_checks.conftest import Service

COMMIT = """\
class UserRepository:
    async def add(self, user: User) -> None:
        self.session.add(user)
        await self.session.commit()
"""
CREATE_ALL = "tables = Base.metadata.create_all\n"


def ids(*paths: Path) -> list[str]:
    return [finding.rule for finding in find(paths, load())]


@pytest.mark.parametrize("tool", ["ast-grep", "ruff"])
def test_each_rule_with_a_code_is_found_on_wrong_code_of_the_handbook(
    tool: str,
) -> None:
    wanted = {rule.id for rule in load().values() if tool in rule.codes}
    only = {name: rule for name, rule in load().items() if set(rule.codes) & {tool}}

    found = find([ROOT / "examples/antipatterns"], only)

    assert wanted - {finding.rule for finding in found} == set()


def test_right_code_of_the_handbook_has_no_finding() -> None:
    assert find([ROOT / "examples/shop/app", ROOT / "examples/patterns"], load()) == []


def test_finding_has_path_line_column_rule_and_text(service: Service) -> None:
    service("app/users.py", COMMIT)

    [found] = find([Path("app")], load())

    assert (found.path, found.line, found.column) == ("app/users.py", 4, 15)
    assert (found.rule, found.source) == ("DB-003", "await self.session.commit()")


def test_file_and_its_folder_are_not_reported_twice(service: Service) -> None:
    file = service("app/users.py", COMMIT)

    assert ids(file.parent, file) == ["DB-003"]


def test_comment_switches_off_one_finding(service: Service) -> None:
    silenced = COMMIT.replace(
        "        await", "        # ast-grep-ignore: DB-003 - a script\n        await"
    )
    service("app/users.py", silenced + "\n\n" + COMMIT.replace("User", "Item"))

    [found] = find([Path("app")], load())

    assert found.line == 11


def test_noqa_of_ruff_is_respected(service: Service) -> None:
    service("app/errors.py", "class Missing(Exception):  # noqa: N818\n    pass\n")

    assert ids(Path("app")) == []


def test_tests_of_a_service_are_told_from_its_code_by_their_folder(
    service: Service,
) -> None:
    service("app/start.py", CREATE_ALL)
    service("tests/fixtures.py", CREATE_ALL)

    assert ids(Path()) == ["DB-014", "TEST-006"]


@pytest.mark.parametrize(
    "paths",
    [["app", "tests"], ["tests"], ["tests/data"], ["tests/data/fixtures.py"]],
)
def test_folder_of_tests_is_known_when_it_is_named(
    service: Service, paths: list[str]
) -> None:
    service("app/users.py", "X = 1\n")
    service("tests/data/fixtures.py", COMMIT + CREATE_ALL)

    assert ids(*map(Path, paths)) == ["TEST-006"]


@pytest.mark.parametrize("paths", [["app", "tests"], ["app/users.py"]])
def test_place_is_seen_from_the_project_when_it_is_checked_from_elsewhere(
    service: Service, monkeypatch: pytest.MonkeyPatch, paths: list[str]
) -> None:
    service("service/pyproject.toml", "")
    service("service/tests/fixtures.py", CREATE_ALL)
    file = service("service/app/users.py", COMMIT)
    home = file.parents[1]
    (home.parent / "elsewhere").mkdir()
    monkeypatch.chdir(home.parent / "elsewhere")

    found = find([home / path for path in paths], load())

    assert {finding.rule for finding in found} - {"DB-003", "TEST-006"} == set()
    assert any(finding.path == file.as_posix() for finding in found)


@pytest.mark.parametrize("marker", ["pyproject.toml", "requirements.txt"])
def test_project_in_a_folder_of_tests_is_no_test(service: Service, marker: str) -> None:
    service("pyproject.toml", "")
    service(f"tests/service/{marker}", "")
    service("tests/service/app/start.py", CREATE_ALL)

    assert ids(Path("tests/service")) == ["DB-014"]


def test_documented_command_finds_nothing_in_the_shop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT / "examples/shop")

    assert find([Path("app"), Path("tests")], load()) == []


def make_latin_1(file: Path) -> None:
    file.write_bytes(b'# -*- coding: latin-1 -*-\nNAME = "\xe9"\n')


def make_broken_link(file: Path) -> None:
    file.symlink_to("nowhere")


@pytest.mark.parametrize("make", [make_latin_1, make_broken_link])
def test_file_that_cannot_be_read_is_never_taken_for_clean(
    service: Service, make: Callable[[Path], None]
) -> None:
    make(service("app/users.py", "X = 1\n").with_name("odd.py"))

    with pytest.raises(ToolError, match=r"^app/odd\.py: .* restore it as UTF-8"):
        find([Path("app")], load())


def test_installed_packages_are_left_out(service: Service) -> None:
    service("venv/lib/python3.13/site-packages/x/users.py", COMMIT)

    assert ids(Path()) == []


def test_settings_of_ruff_in_the_service_change_nothing(service: Service) -> None:
    service("pyproject.toml", '[tool.ruff]\nexclude = ["app"]\n')
    service("app/errors.py", "class Missing(Exception):\n    pass\n")

    assert ids(Path()) == ["ERR-004"]


@pytest.mark.parametrize(
    ("settings", "rules"),
    [
        ("[tool.pytest.ini_options]\nasyncio_mode = 'auto'\n", ["TEST-012"]),
        ("[tool.pytest]\nstrict = true\n", ["TEST-012"]),
        ("[tool.pytest]\nstrict = true\nfilterwarnings = ['error']\n", []),
        ("[project]\nname = 'x'\n", []),
    ],
)
def test_lacking_setting_of_pytest_is_found(
    service: Service, settings: str, rules: list[str]
) -> None:
    service("pyproject.toml", settings)

    assert ids(Path()) == rules


def test_syntax_error_names_file_and_line(service: Service) -> None:
    service("app/broken.py", "def f(:\n")

    with pytest.raises(ToolError, match=r"^app/broken\.py:1: .* correct the syntax"):
        find([Path()], load())


def test_broken_settings_name_their_file(service: Service) -> None:
    service("pyproject.toml", "[tool\n")
    service("app/empty.py", "")

    with pytest.raises(ToolError, match=r"^pyproject\.toml: .* correct the syntax"):
        find([Path()], load())


def test_missing_tool_is_named(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service("app/users.py", COMMIT)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(
        "handbook_checks.findings.sysconfig.get_path", lambda _: "/nowhere"
    )

    with pytest.raises(ToolError, match="ast-grep is not installed"):
        find([Path()], load())


@pytest.mark.parametrize("layout", ["layered", "domains", "hybrid", "small"])
def test_typical_service_has_violations_of_must_and_should(
    tmp_path: Path, layout: str
) -> None:
    shutil.copytree(ROOT / "tests/foreign" / layout, tmp_path / layout)

    found = {load()[finding.rule].level for finding in find([tmp_path], load())}

    assert {"must", "should"} <= found
