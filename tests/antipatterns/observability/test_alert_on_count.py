"""A busy day with few errors, and a night in which every request fails."""

from collections.abc import Callable
from typing import Any

from tests.patterns.observability.traffic import Day, alert, rules_of

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/observability/alert_on_count.yml"
RIGHT = "examples/shop/deploy/prometheus/alerts.yml"
BUSY = [(4000, 200, 0.02), (4, 500, 0.02)]  # a minute: one error in a thousand
AT_NIGHT = [(2, 500, 0.02)]


def fired(rule: dict[str, Any], rules: str) -> tuple[bool, bool]:
    """Return whether an alert fires on the busy day, and during the outage."""
    day, night = Day(rules), Day(rules)
    day.pass_minutes(5, BUSY)
    night.pass_minutes(5, AT_NIGHT)
    return day.fires(rule), night.fires(rule)


def test_count_pages_for_few_errors_of_many_and_misses_an_outage(
    shown: Shown, measured: Callable[[str], None]
) -> None:
    text = shown(WRONG)
    [rule] = rules_of(text)

    assert fired(rule, text) == (True, False)
    errors, requests = 5 * BUSY[1][0], 5 * sum(count for count, *_ in BUSY)
    outage = 5 * AT_NIGHT[0][0]
    measured(
        f"The alert fired when {errors} of {requests:,} requests failed. It did not "
        f"fire when {outage} of {outage} failed."
    )


def test_burn_rate_pages_for_the_outage_only(shown: Shown) -> None:
    rules = shown(RIGHT)

    assert fired(alert(rules, "ErrorBudgetBurnsFast"), rules) == (False, True)
