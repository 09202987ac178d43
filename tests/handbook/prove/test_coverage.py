from dataclasses import replace
from pathlib import Path

import pytest

from handbook.__main__ import main
from handbook.common.errors import HandbookError
from handbook.proof.scope import digests, scope
from handbook.proof.store import Branches, Proof, load, save
from handbook.prove.coverage import demands, shares

SUMS = "examples/shop/app/sums.py"
SETTINGS = """
[tool.coverage.run]
source = ["app"]
omit = ["app/*"]

[tool.coverage.report]
fail_under = {}
"""


def record(root: Path, percent: float, path: str = SUMS) -> Proof:
    """Write a proof in which 3 of 4 lines and 1 of 2 branches have run."""
    settings = root / "examples/shop/pyproject.toml"
    settings.parent.mkdir(exist_ok=True)
    settings.write_text(SETTINGS.format(percent), encoding="utf-8")
    proof = replace(
        load(root),
        imported={path: (1,)},
        lines={path: {2: (0,), 3: (0,)}},
        missing={path: (4,)},
        branches={path: Branches(((2, 3),), ((0,),), ((2, 4),))},
        files=digests(root, scope(root)),
    )
    save(proof, root)
    return proof


def test_lines_and_branches_are_counted_apart_and_nothing_is_omitted(
    project: Path,
) -> None:
    proof = record(project, 75)

    assert [(str(share), share.suffices) for share in shares(project, proof)] == [
        ("examples/shop/app: 75.00 percent of 4 lines", True),
        ("examples/shop/app: 50.00 percent of 2 branches", False),
    ]


def test_what_never_ran_is_named(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record(project, 75)

    assert main(["--root", str(project), "coverage"]) == 1
    assert capsys.readouterr().err == f"{SUMS}: never ran: lines 4; jumps 2 to 4\n"


def test_enough_is_enough(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record(project, 50)

    assert main(["--root", str(project), "coverage"]) == 0
    assert not capsys.readouterr().err


def test_project_that_demands_nothing_is_left_alone(project: Path) -> None:
    proof = record(project, 0)

    assert shares(project, proof) == []


def test_folder_without_coverage_is_refused(project: Path) -> None:
    proof = record(project, 50, path="examples/shop/app2/sums.py")

    with pytest.raises(HandbookError, match=r"examples/shop/app: nothing was measured"):
        shares(project, proof)


def test_shop_demands_97_percent() -> None:
    root = Path(__file__).parents[3]

    assert dict(demands(root)) == {"examples/shop/app": 97}
