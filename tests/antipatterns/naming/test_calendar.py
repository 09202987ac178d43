"""An app that starts in a folder with a module like one of the standard library."""

import http.cookiejar
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[3] / "examples"


def import_from(monkeypatch: pytest.MonkeyPatch, folder: str, name: str) -> object:
    """Import the module and one that httpx needs, as a start in its folder does."""
    # An import also binds the module in its package: other tests need the first one.
    monkeypatch.setattr(http, "cookiejar", http.cookiejar)
    monkeypatch.syspath_prepend(EXAMPLES / folder / "naming")
    for loaded in (name, "http.cookiejar"):
        monkeypatch.delitem(sys.modules, loaded, raising=False)
    is_open = import_module(name).is_open
    assert (is_open(9), is_open(18)) == (True, False)
    return import_module("http.cookiejar")


def test_module_with_a_name_of_its_own_hides_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loaded = http.cookiejar

    assert import_from(monkeypatch, "patterns", "opening_hours")
    monkeypatch.undo()

    assert http.cookiejar is sys.modules["http.cookiejar"] is loaded


def test_module_of_the_standard_library_is_not_found(
    monkeypatch: pytest.MonkeyPatch, measured: Callable[[str], None]
) -> None:
    with pytest.raises(ImportError) as caught:
        import_from(monkeypatch, "antipatterns", "calendar")

    message = str(caught.value).partition(" (")[0]
    assert message == "cannot import name 'timegm' from 'calendar'"
    measured(f"`import http.cookiejar`, which httpx needs, failed: {message}.")
