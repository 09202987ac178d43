"""Every request of the shop fails for five minutes."""

from collections.abc import Callable

from tests.patterns.observability.exposed import unknown
from tests.patterns.observability.traffic import Day, alert, records_of, rules_of

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/observability/unknown_metric.yml"
RIGHT = "examples/shop/deploy/prometheus/alerts.yml"
FAILURES = [(20, 500, 0.02)]


async def test_alert_on_unknown_metric_never_fires(
    shown: Shown, measured: Callable[[str], None]
) -> None:
    [rule] = rules_of(shown(WRONG))
    day = Day()

    day.pass_minutes(5, FAILURES)

    found = day.prometheus.evaluate(rule["expr"].partition(">")[0])
    assert isinstance(found, dict)
    assert not found
    assert not day.fires(rule)
    assert set(await unknown([rule["expr"]], [])) == {"http_requests_total"}
    measured(f"100 of 100 requests failed, and the query returned {len(found)} series.")


async def test_alert_on_exposed_metric_fires(shown: Shown) -> None:
    rules = shown(RIGHT)
    rule = alert(rules, "ErrorBudgetBurnsFast")
    day = Day(rules)

    day.pass_minutes(5, FAILURES)

    assert day.fires(rule)
    assert await unknown([rule["expr"]], records_of(rules)) == []
