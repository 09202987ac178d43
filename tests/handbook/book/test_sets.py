from pathlib import Path

import pytest

from handbook.book import book, sets
from handbook.common.errors import HandbookError
from handbook.common.files import ROOT
from tests.handbook.conftest import Write

MAIN = """
    import os

    from fastapi import FastAPI

    from app.core.errors import AppError


    def create_app() -> FastAPI:
        return FastAPI(title=os.environ["TITLE"])
    """
PROJECT = """
    [project]
    dependencies = ["fastapi>=0.165", "pyjwt>=2", "sqlalchemy[asyncio]>=2.1"]
    """


@pytest.fixture(autouse=True)
def repository(write: Write) -> None:
    write("examples/patterns/sets/errors/main.py", MAIN)
    write("examples/shop/pyproject.toml", PROJECT)
    write("examples/shop/app/core/errors.py", "import app.core.names\n")
    write("examples/shop/app/core/names.py", "from sqlalchemy import URL\n")
    write("examples/shop/app/core/tokens.py", "import jwt\n")


def test_set_is_what_its_main_needs_and_no_more(tmp_path: Path) -> None:
    found = sets.read("errors", tmp_path)

    assert found.files == (
        "examples/shop/app/core/errors.py",
        "examples/shop/app/core/names.py",
    )
    assert found.packages == ("fastapi>=0.165", "sqlalchemy[asyncio]>=2.1")
    assert found.settings == ("TITLE",)


def test_package_that_the_app_does_not_declare_is_refused(
    tmp_path: Path, write: Write
) -> None:
    write("examples/shop/app/core/names.py", "import structlog\n")

    with pytest.raises(HandbookError, match="imports structlog of structlog, which"):
        sets.read("errors", tmp_path)


def test_unknown_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HandbookError, match="no set 'gone'"):
        sets.read("gone", tmp_path)


def test_distribution_of_a_shared_namespace_is_the_one_that_brings_the_part() -> None:
    assert sets.distribution_of("opentelemetry.trace") == "opentelemetry-api"
    assert sets.distribution_of("opentelemetry.sdk") == "opentelemetry-sdk"


def test_every_set_is_shown_with_its_files_and_has_a_test() -> None:
    shown = {fence.span.path for _, _, fence in book.load().sources}

    for name in sets.names():
        found = sets.read(name)
        assert set(found.paths) <= shown
        assert (ROOT / sets.test_of(name)).is_file()
