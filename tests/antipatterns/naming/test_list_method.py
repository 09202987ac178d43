"""A class that annotates a method with the builtin that another method hides."""

from importlib import import_module

import pytest


def search_in(module: str) -> object:
    """Import the repository, and use its two methods."""
    streets = import_module(module).StreetRepository()
    return streets.list_streets()[1:] == streets.search_streets("Mill")


def test_method_hides_the_builtin_in_its_class() -> None:
    with pytest.raises(TypeError) as caught:
        search_in("antipatterns.naming.list_method")

    assert str(caught.value) == "'function' object is not subscriptable"


def test_verb_and_object_leave_the_builtin() -> None:
    assert search_in("patterns.naming.verb_and_object")
