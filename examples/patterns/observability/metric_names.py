"""Compares the names in PromQL with what the app exposes on `/metrics`."""

import re
from collections.abc import Iterator, Mapping

import promql_parser as parser

type Exposed = Mapping[str, Mapping[str, set[str]]]
"""Each metric with its labels, and the values of each label."""
TARGET = {"job", "instance"}
"""The labels that Prometheus adds."""


def selectors(expression: str) -> list[parser.VectorSelector]:
    """Return the selectors of an expression, also those with a range."""
    found: list[parser.VectorSelector] = []

    def visit(node: parser.Expr) -> None:
        if isinstance(node, parser.MatrixSelector):
            found.append(node.vector_selector)
        if isinstance(node, parser.VectorSelector):
            found.append(node)

    parser.walk(parser.parse(expression), pre_visit=visit)
    return found


def unknown_names(expression: str, exposed: Exposed) -> Iterator[str]:
    """Yield what is not exposed: a metric, a label, or a value of a label."""
    for selector in selectors(expression):
        metric = str(selector.name)
        if metric not in exposed:
            yield metric
            continue
        labels = exposed[metric]
        for matcher in selector.matchers.matchers:
            if matcher.name in TARGET:
                continue
            if matcher.name not in labels:
                yield f"{metric}{{{matcher.name}}}"
            elif not is_exposed(matcher, labels[matcher.name]):
                yield f"{metric}{{{matcher}}}"


def is_exposed(matcher: parser.Matcher, values: set[str]) -> bool:
    """Return whether a matcher selects a value; one that excludes some always does."""
    if matcher.op == parser.MatchOp.Equal:
        return matcher.value in values
    if matcher.op == parser.MatchOp.Re:
        return any(re.fullmatch(matcher.value, value) for value in values)
    return True
