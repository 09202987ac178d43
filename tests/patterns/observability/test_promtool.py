"""Prometheus' own tool reads the settings, and runs the alerts on series."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = pytest.mark.processes

FOLDER = Path(__file__).parents[3] / "examples/shop/deploy/prometheus"
WRONG = Path(__file__).parents[3] / "examples/antipatterns/observability"
COUNT = 'http_request_seconds_count{{job="shop", route="/api/v1/items", status="{}"}}'
BUCKET = (
    'http_request_seconds_bucket{job="shop", route="/api/v1/items", status="200", '
    'le="0.5"}'
)
UP = {"series": 'up{job="shop", instance="10.0.0.1:8000"}', "values": "1x600"}


def promtool(folder: Path, *arguments: str) -> None:
    """Run promtool; fail with what it prints."""
    program = shutil.which("promtool")
    if program is None:
        pytest.fail("promtool is missing: apt-get install prometheus")
    done = subprocess.run(
        [program, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def fires(
    folder: Path,
    file: Path,
    minute: int,
    firing: dict[str, bool],
    *series: tuple[str, str],
    is_up: bool = True,
) -> None:
    """Assert which alerts fire at a minute of these series."""
    text = file.read_text("utf-8")
    if file.parent == WRONG:
        rules = yaml.safe_load(text)
        text = yaml.safe_dump({"groups": [{"name": "wrong", "rules": rules}]})
    (folder / "rules.yml").write_text(text, "utf-8")
    tests: list[dict[str, Any]] = [
        {
            "expr": f'count(ALERTS{{alertname="{name}", alertstate="firing"}})',
            "eval_time": f"{minute}m",
            "exp_samples": [{"labels": "{}", "value": 1}] if is_firing else [],
        }
        for name, is_firing in firing.items()
    ]
    given = [{"series": name, "values": values} for name, values in series]
    cases = {
        "rule_files": ["rules.yml"],
        "evaluation_interval": "1m",
        "tests": [
            {
                "interval": "1m",
                "input_series": [*given, *[UP] * is_up],
                "promql_expr_test": tests,
            }
        ],
    }
    (folder / "cases.yml").write_text(yaml.safe_dump(cases), "utf-8")
    promtool(folder, "test", "rules", "cases.yml")


def test_settings_are_valid() -> None:
    promtool(FOLDER, "check", "config", "prometheus.yml")


def test_outage_pages_and_recovery_ends_the_page(tmp_path: Path) -> None:
    rules = FOLDER / "alerts.yml"
    served = (COUNT.format(200), "0+20x60 1220x20 1240+20x40")
    failed = (COUNT.format(500), "1x60 21+20x19 401x40")

    for minute, is_firing in ((60, False), (65, True), (100, False)):
        fires(
            tmp_path, rules, minute, {"ErrorBudgetBurnsFast": is_firing}, served, failed
        )


def test_one_percent_of_errors_opens_a_ticket(tmp_path: Path) -> None:
    firing = {"ErrorBudgetBurnsFast": False, "ErrorBudgetBurnsSlowly": True}
    served, failed = (COUNT.format(200), "0+99x90"), (COUNT.format(500), "0+1x90")

    fires(tmp_path, FOLDER / "alerts.yml", 90, firing, served, failed)


def test_slow_requests_open_a_ticket(tmp_path: Path) -> None:
    series = [(COUNT.format(200), "0+100x90"), (BUCKET, "0+93x90")]

    fires(tmp_path, FOLDER / "alerts.yml", 90, {"RequestsAreSlow": True}, *series)


def test_absent_shop_pages(tmp_path: Path) -> None:
    rules = FOLDER / "alerts.yml"

    fires(tmp_path, rules, 3, {"ShopIsAbsent": True}, is_up=False)
    fires(tmp_path, rules, 3, {"ShopIsAbsent": False})


@pytest.mark.parametrize(
    ("file", "alert"),
    [
        ("alert_on_count.yml", "TooManyErrors"),
        ("unknown_metric.yml", "ErrorBudgetBurnsFast"),
    ],
)
def test_wrong_alert_misses_an_outage_at_night(
    tmp_path: Path, file: str, alert: str
) -> None:
    failed = (COUNT.format(500), "0+2x10")

    fires(tmp_path, WRONG / file, 5, {alert: False}, failed)
    fires(tmp_path, FOLDER / "alerts.yml", 5, {"ErrorBudgetBurnsFast": True}, failed)


def test_average_hides_slow_requests(tmp_path: Path) -> None:
    total = COUNT.format(200).replace("_count", "_sum")
    series = [(COUNT.format(200), "0+100x90"), (total, "0+16x90")]

    fires(
        tmp_path,
        WRONG / "average_latency.yml",
        90,
        {"RequestsAreSlow": False},
        *series,
    )
