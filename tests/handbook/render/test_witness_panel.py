from dataclasses import replace
from pathlib import Path

import pytest

from handbook.book.snippets import read_span
from handbook.common.errors import HandbookError
from handbook.proof.store import Proof, ProvenTest, Witness
from handbook.render import panels

WRONG = "examples/antipatterns/start.sh"
SOURCE = "# /// bad\n# ///\nmigrate() {\n  true\n}\n\nserve() {\n  true\n}\n"


@pytest.fixture
def proof() -> Proof:
    """One harm test took one function of a wrong shell file."""
    measured = ("It started 2 of 1 migrations.",)
    took = ProvenTest("passed", "t.py", 1, 0.0, None, measured)
    return Proof(
        format=1,
        made="",
        python="3.13.0",
        files={},
        tests={"harm": replace(took, used=(f"{WRONG}::migrate",))},
        lines={},
        imported={},
        also_imported={},
        missing={},
        branches={},
        witnesses={WRONG: Witness(right="right.sh", harm="harm")},
        outputs={},
    )


def panel(proof: Proof, part: str, root: Path) -> str:
    (root / WRONG).parent.mkdir(parents=True, exist_ok=True)
    (root / WRONG).write_text(SOURCE, encoding="utf-8")
    span = read_span(f"{WRONG}::{part}", root)
    return panels.witness(proof, span, lambda *_: "", root)


def test_part_of_wrong_settings_shows_what_was_measured(
    proof: Proof, tmp_path: Path
) -> None:
    shown = panel(proof, "migrate", tmp_path)

    assert "It started 2 of 1 migrations." in shown
    assert "nothing about it" not in shown


def test_part_that_the_harm_test_did_not_take_is_refused(
    proof: Proof, tmp_path: Path
) -> None:
    with pytest.raises(HandbookError, match="no diagnostic and no harm test speaks"):
        panel(proof, "serve", tmp_path)
