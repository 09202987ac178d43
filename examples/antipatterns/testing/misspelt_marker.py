# /// bad
# harm = "tests/antipatterns/testing/test_misspelt_marker.py::test_deselected_test_runs"
# right = "examples/patterns/testing/known_marker.py"
# ///
"""A slow test that `-m "not slow"` does not leave out."""

import pytest


@pytest.mark.slwo
def test_report_of_a_year() -> None:
    assert sum(range(365)) == 66_430
