"""The first line of every module of the app's core names a rule of a chapter."""

import ast
import re
from pathlib import Path

import pytest

from handbook.book.book import load
from handbook.common.files import ROOT

CORE = sorted((ROOT / "examples/shop/app/core").glob("*.py"))
RULE_ID = re.compile(r"\b[A-Z]+-\d{3}\b")


def rules_named_by(module: str) -> set[str]:
    """Return the rule ids in the first line of the module's docstring."""
    docstring = ast.get_docstring(ast.parse(module)) or ""
    first_line, _, _ = docstring.partition("\n")
    return set(RULE_ID.findall(first_line))


@pytest.mark.parametrize("path", CORE, ids=lambda path: path.stem)
def test_core_module_names_existing_rules(path: Path) -> None:
    named = rules_named_by(path.read_text("utf-8"))

    assert named
    assert named <= {rule.id for rule in load().rules}


@pytest.mark.parametrize(
    ("module", "named"),
    [
        ('"""Money (REL-010)."""', {"REL-010"}),
        ('"""Edges: ERR-011, SEC-012."""', {"ERR-011", "SEC-012"}),
        ('"""Money.\n\nREL-010 speaks of it.\n"""', set()),
        ("CENTS = 100  # REL-010", set()),
    ],
)
def test_only_the_first_line_of_a_docstring_names_rules(
    module: str, named: set[str]
) -> None:
    assert rules_named_by(module) == named
