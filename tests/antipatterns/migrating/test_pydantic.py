"""The same bodies for a schema of Pydantic 1 and for its conversion."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.exceptions import PydanticV1NotSupportedError
from pydantic import ConfigDict

from antipatterns.migrating import pydantic_v1_schema as before
from patterns.migrating import pydantic_v2_schema as after

type Load = Callable[[dict[str, Any]], dict[str, Any]]
type Schema = type[before.BookCreate | after.BookCreate]

BOTH = pytest.mark.parametrize(
    "load", [before.load_book, after.load_book], ids=["before", "after"]
)
DUNE: dict[str, Any] = {"title": "Dune", "isbn": "0-441-01359-7", "pages": 612}
SAME: dict[str, dict[str, Any]] = {
    "shelf absent": {},
    "pages: '612'": {"pages": "612"},
    "isbn: 'x'": {"isbn": "x"},
    "author: 'Herbert'": {"author": "Herbert"},
    "four tags": {"tags": ["a", "b", "c", "d"]},
}
DIFFERENT: dict[str, dict[str, Any]] = {
    "title: 1984": {"title": 1984},
    "pages: 612.7": {"pages": 612.7},
    "shelf: 7": {"shelf": 7},
    "isbn ends with '\\n'": {"isbn": "0-441\n"},
}


@BOTH
def test_book_is_loaded(load: Load) -> None:
    assert load(DUNE) == {
        "title": "Dune",
        "isbn": "0441013597",
        "pages": 612,
        "shelf": None,
        "tags": [],
    }


def loaded(load: Load, changes: dict[str, Any]) -> str:
    """Return what a schema makes of the changed field."""
    try:
        book = load(DUNE | changes)
    except ValueError:
        return "refused"
    values = [repr(book[name]) for name in changes if name in book]
    return values[0] if values else "accepted"


def test_conversion_changes_what_is_accepted(
    record_property: Callable[[str, object], None],
) -> None:
    lines = [f"{'':24}{'Pydantic 1':14}Pydantic 2"]
    for name, changes in (SAME | DIFFERENT).items():
        old, new = loaded(before.load_book, changes), loaded(after.load_book, changes)
        lines.append(f"{name:24}{old:14}{new}")
        assert (old == new) is (name in SAME)
    record_property("shown:bodies", "\n".join(lines))


def test_option_accepts_numbers_as_text_again() -> None:
    class LaxBookCreate(after.BookCreate):
        """A new book, also of a client that sends a number as title."""

        model_config = ConfigDict(coerce_numbers_to_str=True)

    assert LaxBookCreate.model_validate(DUNE | {"title": 1984}).title == "1984"


def add_route(schema: Schema) -> str:
    """Return the name of the error that a route with this schema raises."""
    app = FastAPI()
    try:
        app.add_api_route("/books", lambda: None, response_model=schema)
    except PydanticV1NotSupportedError as error:
        return type(error).__name__
    return "no error"


def test_fastapi_refuses_a_schema_of_version_1(
    measured: Callable[[str], None],
) -> None:
    error = add_route(before.BookCreate)

    assert before.load_book(DUNE)["isbn"] == "0441013597"
    assert error == "PydanticV1NotSupportedError"
    measured(f"FastAPI raised {error} where a route declared the schema.")


def test_fastapi_takes_the_converted_schema() -> None:
    assert after.load_book(DUNE)["isbn"] == "0441013597"
    assert add_route(after.BookCreate) == "no error"
