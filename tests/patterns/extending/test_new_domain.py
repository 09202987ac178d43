"""A new domain, as two patches of a copy of the shop."""

from collections.abc import Callable

from tests.patterns.extending.changes import Shown, add_domain
from tests.patterns.extending.copied_app import CopiedApp


def test_new_domain_passes_its_tests(
    copied: CopiedApp, shown: Shown, record_property: Callable[[str, object], None]
) -> None:
    before = set(copied.files_with(""))
    add_domain(copied, shown)
    created = sorted(set(copied.files_with("")) - before)

    passed = copied.test("tests/reviews")

    assert "\n5 passed" in passed
    assert "app/reviews/router.py" in created
    record_property("shown:files", "\n".join(created))
