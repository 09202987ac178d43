# /// bad
# harm = "tests/antipatterns/naming/test_calendar.py::test_module_of_the_standard_library_is_not_found"
# right = "examples/patterns/naming/opening_hours.py"
# ///
"""The opening hours of a shop."""

OPEN = range(9, 18)


def is_open(hour: int) -> bool:
    """Return whether the shop is open at this hour."""
    return hour in OPEN
