from textwrap import dedent

import pytest

from handbook.book import blocks, rules
from handbook.book.rules import Rule
from handbook.common.errors import HandbookError

RULE = """\
    # Chapter

    //// rule | DB-001
        level: must
        statement: Commit once.
        slug: commit-once
        terms: [commit, transaction, unit of work]
        ledger: [database.echo]
        proof:
          - test: tests/test_x.py::test_x
        enforce:
          - review: Look.
        references: [CWE-362]
        since: {fastapi: "0.121"}
        changes:
          2026-11-21: First published.

    /// why
    Because.
    ///

    /// do
    This.
    ///
    ////
    """


def read(text: str) -> list[Rule]:
    source = dedent(text)
    return [
        rules.read(block, "docs/x.md") for block in blocks.scan(source, "docs/x.md")
    ]


def test_rule_has_its_fields_and_sections_with_their_lines() -> None:
    (rule,) = read(RULE)

    assert (rule.id, rule.level, rule.statement) == ("DB-001", "must", "Commit once.")
    assert (rule.block.first, rule.block.last) == (3, 25)
    do = rule.section("do")
    assert do is not None
    assert (do.first, do.last) == (22, 24)
    assert rule.section("dont") is None


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "fix"),
    [
        ("level: must", "level: shall", 4, "level: Input should be", "fix level"),
        ("level: must", "lvl: must", 3, "level: Field required", "add level"),
        ("    level: must\n", "    level: must\n    owner: me\n", 5,
         "owner: unknown field", "a rule has level, statement"),
        ("Commit once.", "Commit once", 5, "one sentence", "fix statement"),
        ("Commit once.", "Commit. Then rest.", 5, "one sentence", "fix statement"),
        ("Commit once.", "Commit: once.", 5, "are no YAML", "quote a value"),
        ("First published.", "First published.\n      2026-11-21: Changed.", 17,
         "the key 2026-11-21 is written twice", "quote a value"),
        ("    level: must\n", "    level: must\n    level: may\n", 5,
         "the key level is written twice", "quote a value"),
        ("commit-once", "Commit once", 6, "lower-case words", "fix slug"),
        ("    slug: commit-once\n", "", 3, "slug: Field required", "add slug"),
        ("[commit, transaction, unit of work]", "[commit]", 7,
         "terms: List should have at least 3", "fix terms"),
        ("database.echo", "database.eco", 3, "no ledger entry 'database.eco'",
         "did you mean database.echo"),
        ("- test: tests", "- review: tests", 9, "an entry is one of test, build",
         "fix proof"),
        ("[database.echo]", "[]", 3, "has neither a claim in `ledger`", "add origin"),
        ("- review: Look.", "- hope: Look.", 11, "an entry is one of ast-grep",
         "fix enforce"),
        ("- review: Look.", "- build: Look.", 11, "an entry is one of ast-grep",
         "fix enforce"),
        ("    enforce:\n      - review: Look.\n", "", 3, "enforce: Field required",
         "add enforce"),
        ("CWE-362", "CVE-362", 13, "'CVE-362' is no reference", "fix references"),
        ("CWE-362", "ASVS 2.3.9", 13, "ASVS 5.0 has no requirement 2.3.9",
         "fix references"),
        ('"0.121"', '"new"', 14, "fastapi: 'new' is no version", "fix since"),
        ("DB-001", "DB1", 3, "'DB1' is no rule id", "write AREA-001"),
        ("/// do", "/// please", 22, "unknown section 'please'", "a rule has why"),
        ("/// do\nThis.\n///\n", "", 3, "has no 'do' section", "add /// do"),
        ("level: must", "level: should", 3, "a should without exceptions",
         "add /// exceptions"),
        ("/// why", "/// do", 18, "two sections 'do'", "join them"),
        ("\n////\n", "\n", 3, "'rule' isn't closed", "end it with a line of ////"),
        ("/// do\n", '/// do\n=== "Tab"\n\n', 23, "sticks to the header", "a blank"),
        ("This.\n///\n", "This.\n", 24, "closes no open block", "the inner first"),
    ],
)  # fmt: skip
def test_faulty_rule_is_refused_with_its_line_and_the_fix(
    old: str, new: str, line: int, message: str, fix: str
) -> None:
    text = dedent(RULE)
    assert old in text

    with pytest.raises(HandbookError) as refused:
        read(text.replace(old, new))

    assert message in refused.value.message
    assert fix in (refused.value.fix or "")
    assert (refused.value.path, refused.value.line) == ("docs/x.md", line)


def test_duplicate_id_is_refused_with_both_places_and_the_next_free_id() -> None:
    with pytest.raises(HandbookError) as refused:
        rules.check_unique(read(dedent(RULE) + dedent(RULE)))

    assert refused.value.message == "the id DB-001 is taken by docs/x.md:3"
    assert refused.value.line == 28
    assert refused.value.fix == "give this rule the next free id, DB-002"


def test_duplicate_slug_is_refused_with_the_rule_that_has_it() -> None:
    second = RULE.replace("DB-001", "DB-002")

    with pytest.raises(HandbookError) as refused:
        rules.check_unique(read(dedent(RULE) + dedent(second)))

    assert refused.value.message == "the slug commit-once is taken by DB-001"
    assert (refused.value.path, refused.value.line) == ("docs/x.md", 28)
    assert refused.value.fix == "choose other words"


SECOND = RULE.replace("DB-001", "DB-002").replace("commit-once", "commit-twice")


def with_need(other: str) -> list[Rule]:
    """Return two rules, of which the first needs the other."""
    need = f"needs: {{{other}: t.py::test}}"
    first = dedent(RULE).replace("    changes:", f"    {need}\n    changes:")
    return read(first + dedent(SECOND))


@pytest.mark.parametrize("other", ["DB-001", "DB-009"])
def test_rule_that_needs_itself_or_no_rule_is_refused(other: str) -> None:
    with pytest.raises(HandbookError) as refused:
        rules.check_needs(with_need(other))

    assert refused.value.message == f"DB-001 needs {other}, which is no other rule"
    assert (refused.value.line, refused.value.fix) == (3, "name a rule, such as DB-002")


def test_rule_that_needs_another_rule_is_accepted() -> None:
    found = with_need("DB-002")

    rules.check_needs(found)
    assert found[0].needs == {"DB-002": "t.py::test"}
