"""The command records what mutmut found in the shop and in the patterns."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from handbook.mutation.mutants import take
from handbook.mutation.results import MUTATION_FILE, load
from handbook.proof.store import Proof
from handbook.proof.store import load as load_proof

SHOP = "examples/shop/app/prices.py"
PATTERN = "examples/patterns/halves.py"


@pytest.fixture
def proof(proven: Path) -> Proof:
    """Return a proof in which no test ran the modules."""
    return replace(load_proof(proven), lines={})


@pytest.fixture
def root(finished: Path, tmp_path: Path) -> Path:
    """Return a copy of the repository."""
    return shutil.copytree(finished, tmp_path / "repository")


def test_results_of_shop_and_patterns_are_recorded_by_their_shown_paths(
    root: Path, proof: Proof
) -> None:
    _, sums = take(root, proof)

    recorded = load(root).files
    assert recorded.keys() == {PATTERN, SHOP, "examples/shop/app/__init__.py"}
    assert all(killed for _, killed in recorded[PATTERN]["half"].mutants)
    assert [line.partition(":")[0] for line in sums.splitlines()] == [
        "examples/shop/app",
        "examples/patterns",
    ]


def test_survivor_without_a_reason_is_a_fault_and_is_recorded(
    root: Path, proof: Proof
) -> None:
    faults, _ = take(root, proof)

    assert "survives without a reason: app.prices.Price.net" in str(faults)
    assert (root / MUTATION_FILE).is_file()
