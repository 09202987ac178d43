"""A slow test that `-m "not slow"` deselects."""

import pytest


@pytest.mark.slow
def test_report_of_a_year() -> None:
    assert sum(range(365)) == 66_430
