"""A stored book, read by a schema."""

import importlib
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

import pytest
from pydantic import PydanticDeprecatedSince20, PydanticUserError

from patterns.schemas import pydantic_v2_names as right


@dataclass
class Book:
    """A stored book."""

    title: str = "Dune"
    isbn: str = "0-441-01359-7"


def import_wrong() -> tuple[ModuleType, list[type[Warning]]]:
    """Import the schema; return it with the categories of the warnings."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        wrong = importlib.import_module("antipatterns.schemas.pydantic_v1_names")
        wrong = importlib.reload(wrong)
    return wrong, [warning.category for warning in caught]


def test_v1_names_are_ignored_or_deprecated(measured: Callable[[str], None]) -> None:
    wrong, categories = import_wrong()

    assert set(categories) == {PydanticDeprecatedSince20, UserWarning}
    assert wrong.BookRead(title="Dune", isbn="0-4").isbn == "04"
    with (
        pytest.warns(PydanticDeprecatedSince20),
        pytest.raises(PydanticUserError) as caught,
    ):
        wrong.dump_book(Book())
    message = caught.value.message.replace("`", "")
    measured(f"Pydantic 2 ignored `orm_mode`, and the call raised: {message}.")


def test_v2_names_read_the_book() -> None:
    assert right.dump_book(Book()) == {"title": "Dune", "isbn": "0441013597"}
