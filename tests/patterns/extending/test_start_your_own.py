"""A team makes a copy of the shop its own: another name, and fewer domains."""

from collections.abc import Callable

from tests.patterns.extending.changes import Shown, remove_orders, rename_app
from tests.patterns.extending.copied_app import CopiedApp

type Record = Callable[[str, object], None]


def test_renamed_app_passes_the_tests_of_its_name(
    copied: CopiedApp, shown: Shown, record_property: Record
) -> None:
    rename_app(copied, shown)

    named = [name for name in copied.files_with("shop") if not name.startswith("tests")]
    passed = copied.test("tests/test_name.py")

    assert "\n4 passed" in passed
    assert "compose.yaml" in named
    assert not {"app/__init__.py", "pyproject.toml", ".env.example"} & set(named)
    places = dict.fromkeys("/".join(name.split("/")[:2]) for name in named)
    record_property("shown:named", "\n".join(places))


def test_app_without_orders_keeps_its_contracts(
    copied: CopiedApp, shown: Shown, record_property: Record
) -> None:
    remove_orders(copied, shown)

    assert copied.files_with("app.orders") == []
    handlers = [name for name in copied.files_with("order_placed") if "app/" in name]
    copied.run("lint-imports", "--no-cache")
    copied.test("tests/test_architecture.py", "tests/test_models.py")

    assert "app/events.py" in handlers
    record_property("shown:handlers", "\n".join(handlers))
