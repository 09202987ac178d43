"""The findings as text, as commands of GitHub Actions, and as SARIF 2.1.0."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence

from handbook_checks.findings import Finding
from handbook_checks.rules import Rule

type Rules = Mapping[str, Rule]

_GITHUB_LEVELS = {"must": "error", "should": "warning", "may": "notice"}
_SARIF_LEVELS = {"must": "error", "should": "warning", "may": "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def text(findings: Sequence[Finding], rules: Rules) -> str:
    """Return a line for each finding, then the address of each violated rule."""
    violated = [rules[name] for name in sorted({found.rule for found in findings})]
    lines = [_line(finding, rules[finding.rule]) for finding in findings]
    addresses = [f"{rule.id}: {rule.url}" for rule in violated]
    parts = (lines, addresses, [_counted(findings)])
    return "\n\n".join("\n".join(part) for part in parts if part)


def _line(finding: Finding, rule: Rule) -> str:
    place = f"{finding.path}:{finding.line}:{finding.column}"
    return f"{place}: {rule.id} {rule.level}: {rule.statement} ({finding.check})"


def _counted(findings: Sequence[Finding]) -> str:
    return "1 violation" if len(findings) == 1 else f"{len(findings)} violations"


def github(findings: Sequence[Finding], rules: Rules) -> str:
    """Return commands that GitHub shows as annotations at the lines."""
    return "\n".join(_annotation(finding, rules[finding.rule]) for finding in findings)


def _annotation(finding: Finding, rule: Rule) -> str:
    values = {
        "file": finding.path,
        "line": str(finding.line),
        "col": str(finding.column),
        "title": rule.id,
    }
    words = ",".join(f"{name}={_property(value)}" for name, value in values.items())
    message = _escaped(f"{rule.statement} ({finding.check}) {rule.url}")
    return f"::{_GITHUB_LEVELS[rule.level]} {words}::{message}"


def _escaped(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _escaped(value).replace(":", "%3A").replace(",", "%2C")


def sarif(findings: Sequence[Finding], rules: Rules) -> str:
    """Return a log that code scanning services read."""
    used = [rules[rule] for rule in sorted({finding.rule for finding in findings})]
    driver = {
        "name": "FastAPI handbook",
        "informationUri": _home(rules.values()),
        "rules": [_sarif_rule(rule) for rule in used],
    }
    results = [_sarif_result(finding, rules[finding.rule]) for finding in findings]
    run = {"tool": {"driver": driver}, "results": results}
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False)


def _home(rules: Iterable[Rule]) -> str:
    return next(iter(rules)).url.partition("/chapters/")[0]


def _sarif_rule(rule: Rule) -> Mapping[str, object]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.statement},
        "helpUri": rule.url,
        "defaultConfiguration": {"level": _SARIF_LEVELS[rule.level]},
    }


def _sarif_result(finding: Finding, rule: Rule) -> Mapping[str, object]:
    region = {"startLine": finding.line, "startColumn": finding.column}
    place = {"artifactLocation": {"uri": finding.path}, "region": region}
    return {
        "ruleId": rule.id,
        "level": _SARIF_LEVELS[rule.level],
        "message": {"text": f"{rule.statement} ({finding.check}) {rule.url}"},
        "locations": [{"physicalLocation": place}],
    }


FORMATS: Mapping[str, Callable[[Sequence[Finding], Rules], str]] = {
    "text": text,
    "github": github,
    "sarif": sarif,
}
