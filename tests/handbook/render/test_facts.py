"""The facts under a rule: what would withdraw it."""

from dataclasses import replace
from pathlib import Path

import pytest

from handbook.book import book as books
from handbook.book.rules import Evidence, Rule
from handbook.common.errors import HandbookError
from handbook.common.files import ROOT
from handbook.proof.store import TOOLS, Diagnostic, Witness, load
from handbook.render import facts
from handbook.render.facts import needed, rule_facts, withdrawn_if

REFUSED = (Diagnostic("code", 1, "message", "text"),)
REFUSED_BY = {
    "ruff": Witness("right.py", ruff=REFUSED),
    "mypy": Witness("right.py", mypy=REFUSED),
    "basedpyright": Witness("right.py", basedpyright=REFUSED),
    "ast-grep": Witness("right.py", ast_grep=REFUSED),
}


@pytest.mark.parametrize("tool", TOOLS)
def test_every_tool_that_refuses_wrong_code_can_withdraw_its_rule(
    tool: str, proven: Path
) -> None:
    book = books.load(ROOT)
    path, (rule_id, *_) = next(
        (path, sorted(ids)) for path, ids in sorted(book.wrong_code.items()) if ids
    )
    rule = next(rule for rule in book.rules if rule.id == rule_id)
    others = [name for name, ids in book.wrong_code.items() if rule.id in ids]
    witnesses = dict.fromkeys(others, Witness("right.py")) | {path: REFUSED_BY[tool]}

    told = withdrawn_if(rule, book, replace(load(proven), witnesses=witnesses))

    assert told == [f"{tool} accepts the wrong code"]


PROVEN = "tests/patterns/test_sums.py::test_half"


def without_wrong_code(*proof: Evidence) -> tuple[Rule, books.Book]:
    """Return a rule that shows no wrong code."""
    book = books.load(ROOT)
    rule = next(rule for rule in book.rules if not book.wrong_files(rule))
    return replace(rule, proof=proof), book


def test_rule_without_wrong_code_is_withdrawn_by_its_own_tests(proven: Path) -> None:
    build = Evidence("build", "a page without a title")
    rule, book = without_wrong_code(Evidence("test", PROVEN), build)

    [words] = withdrawn_if(rule, book, load(proven))

    assert words.endswith("<code>test_half</code></a> fails")


def test_rule_without_wrong_code_says_changed_or_withdrawn(
    proven: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule, book = without_wrong_code(Evidence("test", PROVEN))
    monkeypatch.setattr(facts, "proof_of", lambda _: load(proven))

    html = rule_facts(replace(rule, enforce=()), book)

    assert "<dt>Changed or withdrawn if</dt><dd><ul><li><a " in html
    assert "<dt>Withdrawn if</dt>" not in html


def test_every_rule_of_the_handbook_names_what_would_withdraw_it() -> None:
    book = books.load(ROOT)

    silent = [
        rule.id
        for rule in book.rules
        if not book.wrong_files(rule)
        and not any(one.kind == "test" for one in rule.proof)
    ]

    assert silent == []


def test_needed_rule_is_linked_with_the_test_that_leaves_it_out(proven: Path) -> None:
    book = books.load(ROOT)
    rule, other = book.rules[:2]

    [words] = needed(replace(rule, needs={other.id: PROVEN}), book, load(proven))

    assert f'href="./#{other.anchor}"' in words
    assert "What happens without it: <a" in words
    assert "<code>test_half</code>" in words


def test_test_that_did_not_pass_shows_no_need(proven: Path) -> None:
    book = books.load(ROOT)
    rule, other = book.rules[:2]
    needs = {other.id: f"{PROVEN}_gone"}

    with pytest.raises(HandbookError, match="test_half_gone"):
        list(needed(replace(rule, needs=needs), book, load(proven)))
