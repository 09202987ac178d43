from pathlib import Path

import pytest

from handbook.__main__ import main
from handbook.book import code_pages
from tests.handbook.conftest import Write

PAGE = "docs/code/app/core/keys.md"


@pytest.fixture(autouse=True)
def app(write: Write) -> None:
    write("examples/shop/app/core/__init__.py", '"""The core."""\n')
    write("examples/shop/app/core/keys.py", "LARGEST_KEY = 2**63 - 1\n")


def faults(root: Path) -> list[str]:
    return [str(fault) for fault in code_pages.faults(root)]


def test_command_writes_a_page_for_each_file_that_holds_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(tmp_path), "code-pages"]) == 0

    written = (tmp_path / PAGE).read_text(encoding="utf-8")
    assert "@include app/core/keys.py\n" in written
    assert "[files of the app](../../index.md)" in written
    assert capsys.readouterr().out == f"wrote {PAGE}\n"
    assert [f.name for f in (tmp_path / "docs").rglob("*.md")] == ["keys.md"]
    assert faults(tmp_path) == []


def test_file_without_a_page_is_refused(tmp_path: Path) -> None:
    [fault] = faults(tmp_path)

    assert fault.startswith(f"{PAGE}: is missing: each file of the app has a page ")
    assert fault.endswith(code_pages.COMMAND)


@pytest.mark.parametrize(
    ("path", "what"),
    [
        (PAGE, "is not as the command writes it"),
        ("docs/code/app/gone.md", "is the page of a file that the app does not have"),
    ],
)
def test_edited_page_and_page_without_a_file_are_refused_and_repaired(
    tmp_path: Path, write: Write, path: str, what: str
) -> None:
    code_pages.write(tmp_path)
    write(path, "# By hand\n")

    assert [fault.partition(": ")[2] for fault in faults(tmp_path)] == [
        f"{what} \N{EM DASH} {code_pages.COMMAND}"
    ]
    assert code_pages.write(tmp_path) == [path]
    assert faults(tmp_path) == []


def test_index_is_written_by_hand(tmp_path: Path, write: Write) -> None:
    code_pages.write(tmp_path)
    write("docs/code/index.md", "# The app's files\n")

    assert faults(tmp_path) == []
