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
        ledger: [database.echo]
        enforced:
          - review: Look.
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
    assert (rule.block.first, rule.block.last) == (3, 19)
    do = rule.section("do")
    assert do is not None
    assert (do.first, do.last) == (16, 18)
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
        ("First published.", "First published.\n      2026-11-21: Changed.", 11,
         "the key 2026-11-21 is written twice", "quote a value"),
        ("    level: must\n", "    level: must\n    level: may\n", 5,
         "the key level is written twice", "quote a value"),
        ("database.echo", "database.eco", 3, "no ledger entry 'database.eco'",
         "did you mean database.echo"),
        ("- review: Look.", "- hope: Look.", 7, "an entry is one of", "fix enforced"),
        ("DB-001", "DB1", 3, "'DB1' is no rule id", "write AREA-001"),
        ("/// do", "/// please", 16, "unknown section 'please'", "a rule has why"),
        ("/// do\nThis.\n///\n", "", 3, "has no 'do' section", "add /// do"),
        ("level: must", "level: should", 3, "a should without exceptions",
         "add /// exceptions"),
        ("/// why", "/// do", 12, "two sections 'do'", "join them"),
        ("\n////\n", "\n", 3, "'rule' isn't closed", "end it with a line of ////"),
        ("/// do\n", '/// do\n=== "Tab"\n\n', 17, "sticks to the header", "a blank"),
        ("This.\n///\n", "This.\n", 18, "closes no open block", "the inner first"),
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
    assert refused.value.line == 22
    assert refused.value.fix == "give this rule the next free id, DB-002"
