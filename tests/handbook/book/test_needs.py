from pathlib import Path

import pytest

from handbook.book.book import load
from handbook.book.needs import closure, imported
from tests.handbook.conftest import Write

CORE = "examples/shop/app/core"


@pytest.fixture(autouse=True)
def app(write: Write) -> None:
    write("examples/shop/app/__init__.py", 'NAME = "shop"\n')
    write(f"{CORE}/errors.py", "import os\n")
    write(f"{CORE}/tokens.py", "from app.core import errors\nimport jwt\n")
    write(f"{CORE}/limits.py", "from app import NAME\nimport app.core.tokens\n")


def test_files_of_the_project_are_told_from_packages(tmp_path: Path) -> None:
    assert imported(f"{CORE}/tokens.py", tmp_path) == {f"{CORE}/errors.py"}


def test_name_of_a_package_is_defined_in_its_own_file(tmp_path: Path) -> None:
    found = imported(f"{CORE}/limits.py", tmp_path)

    assert found == {"examples/shop/app/__init__.py", f"{CORE}/tokens.py"}


def test_closure_holds_what_the_imported_files_import(tmp_path: Path) -> None:
    assert closure([f"{CORE}/limits.py"], tmp_path) == {
        "examples/shop/app/__init__.py",
        f"{CORE}/errors.py",
        f"{CORE}/limits.py",
        f"{CORE}/tokens.py",
    }


def test_file_that_is_new_when_the_book_is_read_again_is_found(
    tmp_path: Path, write: Write
) -> None:
    write(f"{CORE}/pages.py", "import app.core.cursors\n")
    load(tmp_path)
    assert imported(f"{CORE}/pages.py", tmp_path) == set()

    write(f"{CORE}/cursors.py", "")
    load(tmp_path)

    assert imported(f"{CORE}/pages.py", tmp_path) == {f"{CORE}/cursors.py"}
