"""What the page says of a set, and when the build refuses to say it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from handbook.book import book
from handbook.common.errors import HandbookError
from handbook.common.settings import PREVIEW
from handbook.proof.store import Proof, ProvenTest, load
from handbook.render import copying

TESTS = "tests/patterns/sets/test_passwords.py"
HERE, ALONE = f"{TESTS}::test_it[here]", f"{TESTS}::test_it[alone-sqlite]"


def proven_test(outcome: str) -> ProvenTest:
    return ProvenTest(outcome, TESTS, 7, 0.0, "SQLite 3")


@pytest.fixture
def shown(proven: Path, monkeypatch: pytest.MonkeyPatch) -> "Shown":
    return Shown(load(proven), monkeypatch)


class Shown:
    """Renders a set under a proof with the given tests."""

    def __init__(self, proof: Proof, patch: pytest.MonkeyPatch) -> None:
        self.proof = proof
        self.patch = patch

    def html(self, tests: Mapping[str, ProvenTest]) -> str:
        """Return the block of the set of passwords."""
        proof = replace(self.proof, tests=tests)
        self.patch.setattr(copying, "proof_of", lambda _: proof)
        handbook = book.load()
        page = handbook.page_at("docs/copy.md")
        assert page
        return copying.copy_set(handbook, page, "passwords")


def test_set_names_files_packages_and_its_test(shown: Shown) -> None:
    html = shown.html({HERE: proven_test("passed"), ALONE: proven_test("passed")})

    assert "Copy <code>main.py</code> and 4 files" in html
    assert 'href="../code/app/core/passwords/"' in html
    assert "<code>pwdlib[argon2]" in html
    assert "<code>test_it</code></a>, on SQLite 3" in html


@pytest.mark.parametrize(
    "tests",
    [
        {HERE: proven_test("passed")},
        {HERE: proven_test("passed"), ALONE: proven_test("failed")},
    ],
)
def test_set_that_no_passed_test_runs_alone_is_refused(
    shown: Shown, tests: Mapping[str, ProvenTest]
) -> None:
    with pytest.raises(HandbookError, match="no passed test runs the set passwords"):
        shown.html(tests)


def test_set_that_was_not_run_yet_is_marked_in_a_preview(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PREVIEW, "1")

    html = shown.html({HERE: proven_test("passed")})

    assert "Copy <code>main.py</code> and 4 files" in html
    assert "no test yet" in html
