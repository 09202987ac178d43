"""When the alerts of the shop fire, by the metrics of the shop."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.patterns.observability.traffic import Day, alert, records_of, rules_of

type Shown = Callable[[str], str]

ALERTS = "examples/shop/deploy/prometheus/alerts.yml"
RUNBOOKS = Path(__file__).parents[3] / "examples/shop/deploy/prometheus/runbooks.md"
FAST = "ErrorBudgetBurnsFast"
SLOWLY = "ErrorBudgetBurnsSlowly"
FAST_ERROR, SLOW_SUCCESS, FAST_SUCCESS = (1, 500, 0.02), (7, 200, 2.0), (20, 200, 0.02)


@pytest.fixture
def rules(shown: Shown) -> str:
    return shown(ALERTS)


def test_outage_of_five_minutes_pages(rules: str) -> None:
    day = Day(rules)
    day.pass_minutes(60, [FAST_SUCCESS])
    day.pass_minutes(5, [(20, 500, 0.02)])

    assert day.fires(alert(rules, FAST))


def test_page_ends_minutes_after_the_outage(rules: str) -> None:
    day = Day(rules)
    day.pass_minutes(5, [(20, 500, 0.02)])
    day.pass_minutes(10, [FAST_SUCCESS])

    errors = day.prometheus.evaluate("shop:http_errors:ratio_rate1h > 0.0144")
    assert errors
    assert not day.fires(alert(rules, FAST))


def test_one_percent_of_errors_opens_a_ticket_and_no_page(rules: str) -> None:
    day = Day(rules)
    day.pass_minutes(60, [(99, 200, 0.02), FAST_ERROR])

    assert day.fires(alert(rules, SLOWLY))
    assert not day.fires(alert(rules, FAST))


def test_errors_within_the_budget_are_silent(rules: str) -> None:
    day = Day(rules)
    day.pass_minutes(60, [(2000, 200, 0.02), FAST_ERROR])

    fired = [rule["alert"] for rule in rules_of(rules) if "alert" in rule]
    assert not [name for name in fired if day.fires(alert(rules, name))]


def test_scanner_and_probes_do_not_dilute_the_ratio(rules: str) -> None:
    day = Day(rules)
    day.pass_minutes(5, [(20, 500, 0.02)])
    for _ in range(1000):
        day.metrics.seconds.labels("GET", "other", "404").observe(0.001)
    day.pass_minutes(1, [])

    assert day.prometheus.evaluate("shop:http_errors:ratio_rate5m == 1")


def test_slow_requests_open_a_ticket(rules: str) -> None:
    day = Day(rules)
    day.pass_minutes(60, [(93, 200, 0.02), SLOW_SUCCESS])

    assert day.fires(alert(rules, "RequestsAreSlow"))


def test_absent_shop_pages(rules: str) -> None:
    day = Day(rules)
    here = day.fires(alert(rules, "ShopIsAbsent"))
    day.prometheus.scrapes.append((60, {}))

    assert not here
    assert day.fires(alert(rules, "ShopIsAbsent"))


def test_every_recorded_ratio_is_read_by_an_alert(rules: str) -> None:
    read = "".join(rule["expr"] for rule in rules_of(rules) if "alert" in rule)

    assert [name for name in records_of(rules) if name not in read] == []


def test_every_alert_waits_and_names_a_runbook_that_exists(rules: str) -> None:
    headings = {
        line.removeprefix("## ").lower()
        for line in RUNBOOKS.read_text("utf-8").splitlines()
        if line.startswith("## ")
    }

    alerts = [rule for rule in rules_of(rules) if "alert" in rule]

    assert all(rule["for"] for rule in alerts)
    named = {rule["annotations"]["runbook_url"].partition("#")[2] for rule in alerts}
    assert named == headings


def test_shown_parts_are_the_rules_of_the_file(rules: str, shown: Shown) -> None:
    parts = [
        shown(f"{ALERTS}::groups.0.rules.0"),
        shown(f"{ALERTS}::groups.0.rules.5"),
        shown(f"{ALERTS}::groups.1.rules.0"),
        shown(f"{ALERTS}::groups.1.rules.2"),
        shown(f"{ALERTS}::groups.1.rules.3"),
    ]

    loaded = [rule for part in parts for rule in yaml.safe_load(part)]
    assert loaded == [
        *[rules_of(rules)[number] for number in (0, 5)],
        *[alert(rules, name) for name in (FAST, "RequestsAreSlow", "ShopIsAbsent")],
    ]
