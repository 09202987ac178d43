"""Evaluates the PromQL of alerts on what the app's own metrics expose.

It knows the few functions and operators that the rules use. The same rules run in
Prometheus' own promtool in `test_promtool.py`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import promql_parser as parser
from prometheus_client import CollectorRegistry

type Labels = frozenset[tuple[str, str]]
type Vector = Mapping[Labels, float]
type Value = Vector | float

JOB = ("job", "shop")
"""The label that Prometheus adds to each sample, beside the target's address."""
type Targets = Mapping[str, Callable[[], CollectorRegistry]]
"""Returns the registry of the process that answers at an address."""
ARITHMETIC: Mapping[str, Callable[[float, float], float]] = {
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right if right else float("nan"),
    "-": lambda left, right: left - right,
}
COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    ">": lambda left, right: left > right,
    "==": lambda left, right: left == right,
}


def is_match(labels: Labels, matchers: Iterable[parser.Matcher]) -> bool:
    """Return whether the labels meet every matcher."""
    found = dict(labels)
    tests: Mapping[str, Callable[[str, str], bool]] = {
        "MatchOp.Equal": lambda value, wanted: value == wanted,
        "MatchOp.NotEqual": lambda value, wanted: value != wanted,
        "MatchOp.Re": lambda value, wanted: bool(re.fullmatch(wanted, value)),
    }
    return all(tests[str(m.op)](found.get(m.name, ""), m.value) for m in matchers)


@dataclass
class Prometheus:
    """Scrapes its targets, and evaluates expressions at the time of the last scrape."""

    targets: Targets
    records: Mapping[str, str] = field(default_factory=dict[str, str])
    scrapes: list[tuple[float, Mapping[str, Vector]]] = field(
        default_factory=list[tuple[float, Mapping[str, Vector]]]
    )

    def scrape(self, at: float) -> None:
        """Read all samples, as of a number of seconds since the start."""
        found: dict[str, dict[Labels, float]] = {}
        for address, answer in self.targets.items():
            target = [JOB, ("instance", address)]
            found.setdefault("up", {})[frozenset(target)] = 1.0
            for family in answer().collect():
                for sample in family.samples:
                    labels = frozenset([*sample.labels.items(), *target])
                    found.setdefault(sample.name, {})[labels] = sample.value
        self.scrapes.append((at, found))

    def evaluate(self, expression: str) -> Value:
        """Return the value of an expression; an alert fires unless it is empty."""
        return self._value(parser.parse(expression))

    def _value(self, node: parser.Expr) -> Value:
        match node:
            case parser.NumberLiteral():
                return float(node.val)
            case parser.ParenExpr():
                return self._value(node.expr)
            case parser.VectorSelector():
                return self._instant(node)
            case parser.Call():
                return self._call(node)
            case parser.AggregateExpr():
                return aggregate(self._value(node.expr), node)
            case parser.BinaryExpr():
                return combine(
                    str(node.op), self._value(node.lhs), self._value(node.rhs)
                )
            case _:
                raise ValueError(f"this evaluator can't read {node.prettify()}")

    def _instant(self, node: parser.VectorSelector) -> Value:
        name = name_of(node)
        if name in self.records:
            return self.evaluate(self.records[name])
        samples = self.scrapes[-1][1].get(name, {})
        matchers = node.matchers.matchers
        return {key: v for key, v in samples.items() if is_match(key, matchers)}

    def _call(self, node: parser.Call) -> Value:
        name = node.func.name
        if name == "absent":
            return {} if self._value(node.args[0]) else {frozenset(): 1.0}
        if name == "histogram_quantile":
            return quantile(*map(self._value, node.args))
        window = node.args[0]
        assert isinstance(window, parser.MatrixSelector)
        seconds = window.range.total_seconds()
        rates = self._rate(window.vector_selector, seconds)
        factor = {"rate": 1.0, "increase": seconds}[name]
        return {labels: rate * factor for labels, rate in rates.items()}

    def _rate(self, node: parser.VectorSelector, seconds: float) -> Vector:
        """Return the growth per second; a series needs two samples in the window."""
        name, end = name_of(node), self.scrapes[-1][0]
        window = [each for each in self.scrapes if each[0] >= end - seconds]
        matchers = node.matchers.matchers
        newest = window[-1][1].get(name, {})
        rates = {}
        for labels in filter(lambda key: is_match(key, matchers), newest):
            points = [
                (at, found[name][labels])
                for at, found in window
                if labels in found.get(name, {})
            ]
            if len(points) > 1:
                growth = sum(
                    new - old if new >= old else new
                    for (_, old), (_, new) in pairwise(points)
                )
                rates[labels] = growth / (points[-1][0] - points[0][0])
        return rates


def name_of(selector: parser.VectorSelector) -> str:
    """Return the name of a selector's metric."""
    assert selector.name is not None
    return selector.name


def aggregate(value: Value, node: parser.AggregateExpr) -> Vector:
    """Return the sum by the labels that the expression names."""
    assert isinstance(value, Mapping)
    assert str(node.op) == "sum"
    kept = set(node.modifier.labels) if node.modifier else set[str]()
    sums: dict[Labels, float] = {}
    for labels, number in value.items():
        key = frozenset(pair for pair in labels if pair[0] in kept)
        sums[key] = sums.get(key, 0.0) + number
    return sums


def combine(operator: str, left: Value, right: Value) -> Value:
    """Return what a binary operator makes of both sides."""
    if operator == "and":
        assert isinstance(left, Mapping)
        assert isinstance(right, Mapping)
        return {labels: v for labels, v in left.items() if labels in right}
    if isinstance(left, float) and isinstance(right, float):
        return ARITHMETIC[operator](left, right)
    pairs = {
        labels: (number_of(left, labels), number_of(right, labels))
        for labels in keys_of(left, right)
    }
    if operator in COMPARISONS:
        is_true = COMPARISONS[operator]
        return {key: pair[0] for key, pair in pairs.items() if is_true(*pair)}
    return {key: ARITHMETIC[operator](*pair) for key, pair in pairs.items()}


def keys_of(left: Value, right: Value) -> set[Labels]:
    """Return the labels that both sides have; a number has any."""
    sides = [set(side) for side in (left, right) if isinstance(side, Mapping)]
    return set.intersection(*sides)


def number_of(side: Value, labels: Labels) -> float:
    """Return the number that a side has for the labels."""
    return side[labels] if isinstance(side, Mapping) else side


def quantile(rank: Value, buckets: Value) -> Vector:
    """Return the upper bound of the bucket in which the quantile lies."""
    assert isinstance(rank, float)
    assert isinstance(buckets, Mapping)
    groups: dict[Labels, list[tuple[float, float]]] = {}
    for labels, number in buckets.items():
        key = frozenset(pair for pair in labels if pair[0] != "le")
        groups.setdefault(key, []).append((float(dict(labels)["le"]), number))
    found = {}
    for key, group in groups.items():
        total = max(number for _, number in group)
        found[key] = min(le for le, number in group if number >= rank * total)
    return found
