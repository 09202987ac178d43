"""The events of 100 orders."""

from collections.abc import Callable

from structlog.testing import capture_logs

from antipatterns.logs import values_in_message as wrong
from patterns.logs import event_fields as right
from tests.antipatterns.logs.loggers import fresh_loggers

ORDERS = 100


def count_events(place_order: Callable[[int, int], None]) -> int:
    """Count the different events that the orders log."""
    with fresh_loggers(wrong, right), capture_logs() as entries:
        for order_id in range(ORDERS):
            place_order(order_id, 500)
    assert len(entries) == ORDERS
    return len({entry["event"] for entry in entries})


def test_each_order_has_an_event_of_its_own(measured: Callable[[str], None]) -> None:
    events = count_events(wrong.place_order)

    assert events == ORDERS
    measured(f"{ORDERS} orders logged {events} different events.")


def test_all_orders_share_one_event() -> None:
    assert count_events(right.place_order) == 1
