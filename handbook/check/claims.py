"""The claims of other guides: a rule or a page answers each of them."""

from collections.abc import Collection
from pathlib import Path

from handbook.book.rules import ledger_ids
from handbook.common.errors import HandbookError

CLAIMS = "handbook/ledger.yaml"


def faults(root: Path, answered: Collection[str]) -> list[HandbookError]:
    """Return a fault for each claim that nothing answers.

    A book without the claims of other guides has none to answer.
    """
    if not (root / CLAIMS).exists():
        return []
    return [
        HandbookError(
            f"nothing answers the claim {claim}",
            path=CLAIMS,
            fix="add it to `ledger` of a rule, or to `answers` of a page",
        )
        for claim in sorted(ledger_ids().difference(answered))
    ]
