"""The import contracts that readers copy, on the package of the shop."""

from pathlib import Path

import pytest

from handbook.check.take_away import SETTINGS, settings
from handbook.common.files import ROOT, read_text
from tests.patterns.structure.import_contracts import VIOLATIONS, Copy, copy_of_shop

TEXT = read_text(ROOT, SETTINGS)
CONTRACTS = sorted(line.value for line in settings(TEXT) if line.tool == "imports")


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """Copy the shop's package, under the contracts that readers copy."""
    return copy_of_shop(tmp_path, TEXT)


def test_shop_keeps_the_contracts_that_readers_copy(copy: Copy) -> None:
    report = copy.lint()

    assert (sorted(report.kept), report.broken) == (CONTRACTS, [])


@pytest.mark.parametrize("contract", CONTRACTS)
def test_import_breaks_the_contract_that_readers_copy(
    copy: Copy, contract: str
) -> None:
    copy.append(*VIOLATIONS[contract])

    report = copy.lint()

    assert report.broken == [contract]
    assert len(report.kept) == len(CONTRACTS) - 1
