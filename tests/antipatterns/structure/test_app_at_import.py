import importlib
import sys
from collections.abc import Callable
from types import ModuleType

import pytest
from pydantic import ValidationError

from patterns.structure import app_factory

type Measured = Callable[[str], None]

NAME = "antipatterns.structure.app_at_import"


def import_again() -> ModuleType:
    sys.modules.pop(NAME, None)
    return importlib.import_module(NAME)


def test_app_keeps_settings_of_import(
    monkeypatch: pytest.MonkeyPatch, measured: Measured
) -> None:
    module = import_again()
    monkeypatch.setenv("SHOP_TITLE", "Bookshop")

    title = module.app.title

    assert title == "Shop"
    measured(
        "The environment changed to Bookshop after the import; the title stayed"
        f" {title}.",
    )


def test_bad_setting_breaks_the_import(
    monkeypatch: pytest.MonkeyPatch, measured: Measured
) -> None:
    monkeypatch.setenv("SHOP_PAGE_SIZE", "many")

    with pytest.raises(ValidationError) as caught:
        import_again()

    measured(f"The import raised {caught.type.__name__}.")


def test_factory_reads_current_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = app_factory.create_app()
    monkeypatch.setenv("SHOP_TITLE", "Bookshop")
    after = app_factory.create_app()
    chosen = app_factory.create_app(app_factory.Settings(title="Market"))

    assert [app.title for app in (before, after, chosen)] == [
        "Shop",
        "Bookshop",
        "Market",
    ]


def test_factory_module_can_be_imported_with_a_bad_setting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SHOP_PAGE_SIZE", "many")

    importlib.reload(app_factory)

    with pytest.raises(ValidationError):
        app_factory.create_app()
