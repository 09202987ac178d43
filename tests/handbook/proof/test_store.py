from pathlib import Path

import pytest

from handbook.common.errors import HandbookError
from handbook.proof.fresh import load_fresh
from handbook.proof.store import FORMAT, PROOF_FILE, load, save


def test_proof_survives_its_file(proven: Path, tmp_path: Path) -> None:
    proof = load(proven)

    save(proof, tmp_path)

    assert load(tmp_path) == proof
    assert [file.name for file in (tmp_path / "build").iterdir()] == ["proof.json"]


def test_missing_proof_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(HandbookError, match=r"no proof .* uvx nox -s prove"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (f'"format":{FORMAT}', '"format":0', f"has format 0, not {FORMAT}"),
        ('"tests":', '"trials":', "1 fields don't fit"),
        ("{", "", "not a proof"),
    ],
)
def test_proof_of_another_form_is_refused(
    project: Path, old: str, new: str, words: str
) -> None:
    file = project / PROOF_FILE
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(HandbookError, match=words):
        load(project)


def test_stale_proof_is_refused(project: Path) -> None:
    (project / "examples/patterns/sums.py").write_text("LIMIT = 1\n")

    with pytest.raises(HandbookError, match=r"stale: examples/patterns/sums.py was ed"):
        load_fresh(project)
