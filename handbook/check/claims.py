"""The claims of other guides: each is answered by a rule or a page, or listed."""

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from handbook.book.rules import ledger_ids
from handbook.common.errors import HandbookError
from handbook.common.files import read_toml

CLAIMS = "handbook/ledger.yaml"
UNANSWERED = "handbook/unanswered.toml"


class _Unanswered(BaseModel):
    model_config = ConfigDict(extra="forbid")

    claims: dict[str, Annotated[list[str], Field(min_length=1)]]


_FILE = TypeAdapter(_Unanswered)


def faults(root: Path, answered: Collection[str]) -> list[HandbookError]:
    """Return a fault for each claim that is neither answered nor listed, or both.

    The list names the claims area by area, so that a chapter is known by what it lacks.
    A book without the claims of other guides has no list either.
    """
    if not (root / CLAIMS).exists():
        return []
    try:
        areas = _FILE.validate_python(read_toml(root, UNANSWERED)).claims
    except HandbookError as error:
        return [error]
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        what = f"{place}: {error.errors()[0]['msg']}"
        fix = "write [claims], and for each area a list of names"
        return [HandbookError(what, path=UNANSWERED, fix=fix)]
    listed = [f"{area}.{name}" for area, names in areas.items() for name in names]
    return list(_faults(listed, answered))


def _faults(
    listed: Sequence[str], answered: Collection[str]
) -> Iterator[HandbookError]:
    known = ledger_ids()
    for claim in sorted(known.difference(answered, listed)):
        what = f"nothing answers the claim {claim}, and it is not listed here"
        fix = "add it to `ledger` of a rule or to `answers` of a page, or list it"
        yield HandbookError(what, path=UNANSWERED, fix=fix)
    for claim in listed:
        if claim not in known:
            near = get_close_matches(claim, known, n=1)
            hint = f"did you mean {near[0]}?" if near else "see handbook/ledger.yaml"
            yield HandbookError(f"no claim {claim!r}", path=UNANSWERED, fix=hint)
        elif claim in answered:
            what = f"{claim} is answered, and listed as unanswered"
            yield HandbookError(what, path=UNANSWERED, fix="remove it from the list")
        elif listed.count(claim) > 1:
            what = f"{claim} is listed twice"
            yield HandbookError(what, path=UNANSWERED, fix="remove one of them")
