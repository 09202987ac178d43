"""Each metric, label and bucket of the queries is one that the shop exposes."""

import json
from collections.abc import Callable, Iterator

import promql_parser
import pytest

from tests.patterns.observability.exposed import unknown
from tests.patterns.observability.traffic import records_of, rules_of

type Shown = Callable[[str], str]

DEPLOY = "examples/shop/deploy"
ALERTS = f"{DEPLOY}/prometheus/alerts.yml"


def grouping_labels(expression: str) -> Iterator[str]:
    """Yield the labels that an expression groups by."""
    found: list[str] = []

    def visit(node: promql_parser.Expr) -> None:
        if isinstance(node, promql_parser.AggregateExpr) and node.modifier:
            found.extend(node.modifier.labels)

    promql_parser.walk(promql_parser.parse(expression), pre_visit=visit)
    yield from found


@pytest.fixture
def dashboard(shown: Shown) -> list[str]:
    """Return the queries of the dashboard."""
    panels = json.loads(shown(f"{DEPLOY}/grafana/dashboard.json"))["panels"]
    return [target["expr"] for panel in panels for target in panel["targets"]]


async def test_alerts_read_metrics_that_exist(shown: Shown) -> None:
    text = shown(ALERTS)
    expressions = [rule["expr"] for rule in rules_of(text)]

    assert await unknown(expressions, records_of(text)) == []


async def test_dashboard_reads_metrics_that_exist(
    dashboard: list[str], shown: Shown
) -> None:
    assert await unknown(dashboard, records_of(shown(ALERTS))) == []


def test_dashboard_groups_by_labels_with_few_values(dashboard: list[str]) -> None:
    labels = {label for query in dashboard for label in grouping_labels(query)}

    assert labels == {"route", "le", "instance"}


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("http_requests_total", "http_requests_total"),
        ('http_request_seconds_count{code="500"}', "http_request_seconds_count{code}"),
        (
            'http_request_seconds_bucket{le="0.3"}',
            'http_request_seconds_bucket{le="0.3"}',
        ),
        (
            'http_request_seconds_count{status="5xx"}',
            'http_request_seconds_count{status="5xx"}',
        ),
        (
            'http_request_seconds_count{route=~"/v1/.+"}',
            'http_request_seconds_count{route=~"/v1/.+"}',
        ),
    ],
    ids=["metric", "label", "bucket", "value", "pattern"],
)
async def test_unknown_name_is_reported(expression: str, fault: str) -> None:
    assert await unknown([expression], []) == [fault]


@pytest.mark.parametrize("matcher", ['status!="418"', 'status!~"4.."', 'job="shop"'])
async def test_excluded_values_and_labels_of_the_target_may_be_any(
    matcher: str,
) -> None:
    assert await unknown([f"http_request_seconds_count{{{matcher}}}"], []) == []
