"""Seven of a hundred requests take two seconds, for an hour."""

from collections.abc import Callable, Mapping

from tests.patterns.observability.traffic import Day, alert, rules_of

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/observability/average_latency.yml"
RIGHT = "examples/shop/deploy/prometheus/alerts.yml"
SERVED = [(93, 200, 0.02), (7, 200, 2.0)]


def test_average_hides_slow_requests(
    shown: Shown, measured: Callable[[str], None]
) -> None:
    [rule] = rules_of(shown(WRONG))
    day = Day()

    day.pass_minutes(60, SERVED)

    found = day.prometheus.evaluate(rule["expr"].partition(">")[0])
    assert isinstance(found, Mapping)
    [average] = found.values()
    assert average < 0.2
    assert not day.fires(rule)
    measured(
        "7 of 100 requests took 2 s. The average was "
        f"{average:.2f} s, and the alert did not fire."
    )


def test_share_of_slow_requests_fires(shown: Shown) -> None:
    rules = shown(RIGHT)
    day = Day(rules)

    day.pass_minutes(60, SERVED)

    assert day.fires(alert(rules, "RequestsAreSlow"))
