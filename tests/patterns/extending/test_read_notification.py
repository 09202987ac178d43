"""A new endpoint, as a patch of a copy of the shop."""

from tests.patterns.extending.changes import Shown, add_endpoint
from tests.patterns.extending.copied_app import CopiedApp


def test_new_endpoint_passes_its_tests(copied: CopiedApp, shown: Shown) -> None:
    add_endpoint(copied, shown)

    passed = copied.test("tests/notifications/test_read_notification.py")

    assert "\n2 passed" in passed
