from pathlib import Path

import pytest

from handbook.check.words import SETTINGS, check
from handbook.common.errors import HandbookError
from handbook.common.files import ROOT
from tests.handbook.conftest import Write

WORDS = """
    [banned]
    whoever = "the client"
    "for ever" = "forever"

    [once]
    meanwhile = "at the same time"

    [statement]
    longest = 4
    verbs = ["Commit"]

    [sentence]
    longest = 6

    [proselint.off]
    "typography" = "Straight quotes."
"""
RULE = """
    //// rule | DB-001
        level: must
        statement: {statement}
        slug: one
        terms: [one, two, three]
        ledger: []
        origin: A fault.
        enforce:
          - review: Look.
        changes:
          2026-11-25: First published.

    /// why
    It fails.
    ///

    /// do
    Commit.

    ```python
    @include examples/patterns/a.py
    ```
    ///
    ////
"""


@pytest.fixture
def repository(write: Write, tmp_path: Path) -> Path:
    write(SETTINGS, WORDS)
    return tmp_path


def faults(root: Path) -> list[str]:
    return [f"{fault.path}:{fault.line} {fault.message}" for fault in check(root)]


def test_repository_keeps_its_words() -> None:
    assert not check(ROOT)


@pytest.mark.parametrize(
    "page",
    [
        "Whoever calls.",
        "# Whoever\n",
        "| whoever |\n",
        "- whoever\n",
        "Whoever\nreads it.",
    ],
)
def test_banned_word_on_a_page_is_found(
    repository: Path, write: Write, page: str
) -> None:
    write("docs/index.md", page)

    [fault] = check(repository)

    assert fault.message in {
        "says 'Whoever'",
        "says 'whoever'",
        "says 'for ever'",
    }
    assert (fault.fix or "").startswith("write: ")


@pytest.mark.parametrize(
    "page",
    [
        "`whoever`",
        "[link](whoever.md)",
        "```text\nwhoever\n```\n",
        "<!-- whoever -->",
        "---\ntitle: whoever\n---\n",
        "forever whoeverish",
        "/// rule\n    terms: [whoever, one, two, three, four, five, six, seven]\n",
        "/// rule\n    terms: [\n      whoever,\n      two, three, four, five\n    ]\n",
    ],
)
def test_code_and_addresses_are_left_alone(
    repository: Path, write: Write, page: str
) -> None:
    write("docs/index.md", page)

    assert not check(repository)


@pytest.mark.parametrize(
    "module",
    [
        '"""Whoever."""\n',
        "X = 1  # whoever\n",
        "def whoever_calls(): ...\n",
        'class A:\n    """A.\n\n    Whoever.\n    """\n',
        'X = 1\n"""Whoever."""\n',
    ],
)
def test_banned_word_in_a_module_is_found(
    repository: Path, write: Write, module: str
) -> None:
    write("examples/a.py", module)

    [fault] = check(repository)

    assert fault.path == "examples/a.py"
    assert fault.line == next(
        number
        for number, line in enumerate(module.split("\n"), 1)
        if "whoever" in line.lower()
    )


def test_text_of_a_program_is_left_alone(repository: Path, write: Write) -> None:
    write("examples/a.py", 'X = "whoever"\n')

    assert not check(repository)


def test_second_use_on_a_page_is_found(repository: Path, write: Write) -> None:
    write("docs/one.md", "Meanwhile.\n\nMeanwhile.\n")
    write("docs/two.md", "Meanwhile.\n")

    assert faults(repository) == ["docs/one.md:3 says 'a second meanwhile'"]


def test_finding_of_proselint_names_its_line_and_its_check(
    repository: Path, write: Write
) -> None:
    write("docs/index.md", "# One\n\nA verb.\nWe utilize it.\n")

    [fault] = check(repository)

    assert (fault.path, fault.line) == ("docs/index.md", 4)
    assert "proselint: " in fault.message
    assert "needless_variants" in (fault.fix or "") or "utilize" in fault.message


def test_check_of_proselint_that_is_off_finds_nothing(
    repository: Path, write: Write
) -> None:
    write("docs/index.md", 'It says "no" ...\n')

    assert not check(repository)


@pytest.mark.parametrize(
    "page",
    [
        "One two three four five six seven.",
        "One two three four\nfive six seven.",
        "One. One two three four five six `seven`.",
        "- One two three four\n  five six seven",
    ],
)
def test_long_sentence_is_found(repository: Path, write: Write, page: str) -> None:
    write("docs/index.md", page)

    [fault] = check(repository)

    assert "has 7 words" in fault.message


@pytest.mark.parametrize(
    "page",
    [
        "One two three four five six.\nSeven.",
        "One two three four five six: seven.",
        "# One two three four\nfive six seven",
        "- One two three\n- four five six seven",
        "| one two | three four | five six seven |".replace("|", "\n|"),
    ],
)
def test_short_sentences_pass(repository: Path, write: Write, page: str) -> None:
    write("docs/index.md", page)

    assert not check(repository)


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("The commit is made.", "the statement begins with 'The'"),
        ("Commit at the request end.", "the statement has 5 words"),
    ],
)
def test_faulty_statement_is_found(
    repository: Path, write: Write, statement: str, message: str
) -> None:
    write("examples/patterns/a.py", "X = 1\n")
    write("docs/chapters/database.md", RULE.format(statement=statement))

    assert faults(repository) == [f"docs/chapters/database.md:1 DB-001: {message}"]


@pytest.mark.parametrize("text", ["banned = 1", "[banned", "[more]\na = 1"])
def test_faulty_settings_are_refused(write: Write, tmp_path: Path, text: str) -> None:
    write(SETTINGS, text)

    with pytest.raises(HandbookError) as refused:
        check(tmp_path)

    assert refused.value.path == SETTINGS
