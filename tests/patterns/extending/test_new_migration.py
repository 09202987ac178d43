"""A new column with its migration, as a patch of a copy of the shop."""

from tests.patterns.extending.changes import Shown, add_column
from tests.patterns.extending.copied_app import CopiedApp


def test_new_column_passes_its_tests(copied: CopiedApp, shown: Shown) -> None:
    add_column(copied, shown)

    passed = copied.test(
        "tests/items/test_items.py::test_created_item_is_returned_and_stored",
        "tests/items/test_items.py::test_update_returns_the_next_etag",
    )

    assert "\n2 passed" in passed
