# /// bad
# harm = "tests/antipatterns/testing/test_shared_test_data.py::test_change_is_left_for_the_next_test"
# right = "examples/patterns/testing/order_factory.py"
# ///
"""An order that all tests share."""

ORDER: dict[str, object] = {"item": "lamp", "quantity": 1}


def order_with(**changes: object) -> dict[str, object]:
    """Return the order of the tests with these changes."""
    ORDER.update(changes)
    return ORDER
