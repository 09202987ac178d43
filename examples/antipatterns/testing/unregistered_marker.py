# /// bad
# harm = "tests/antipatterns/testing/test_unregistered_marker.py::test_unregistered_marker_is_not_deselected"
# right = "examples/patterns/testing/registered_marker.py"
# ///
"""A slow test that `-m "not slow"` does not deselect."""

import pytest


@pytest.mark.slwo
def test_report_of_a_year() -> None:
    assert sum(range(365)) == 66_430
