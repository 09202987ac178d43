"""The fields of a rule, as its author writes them in YAML."""

import re
from collections.abc import Callable, Collection
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from handbook.book.references import reference

PROOFS = ("test", "build")
"""What shows in this repository that a rule holds."""

ENFORCEMENTS = (
    "ast-grep",
    "ruff",
    "mypy",
    "basedpyright",
    "imports",
    "pytest",
    "database",
    "test",
    "review",
)
"""What finds a violation in the reader's repository; a review is the last resort."""

_SENTENCE_END = re.compile(r"[.!?]\s+[A-Z]")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_VERSION = re.compile(r"\d+(\.\d+)*")

type Level = Literal["must", "should", "may"]
type Entries = list[dict[str, str]]


def _one_sentence(value: str) -> str:
    if not value.endswith(".") or _SENTENCE_END.search(value):
        raise ValueError("a statement is one sentence that ends with a full stop")
    return value


def _slug(value: str) -> str:
    if not _SLUG.fullmatch(value):
        raise ValueError("a slug is lower-case words joined by hyphens")
    return value


def _one_of(kinds: Collection[str]) -> Callable[[Entries], Entries]:
    def checked(entries: Entries) -> Entries:
        for entry in entries:
            if len(entry) != 1 or not entry.keys() <= set(kinds):
                raise ValueError(
                    f"an entry is one of {', '.join(kinds)}, with its value"
                )
        return entries

    return checked


def _references(written: list[str]) -> list[str]:
    for each in written:
        reference(each)
    return written


def _versions(since: dict[str, str]) -> dict[str, str]:
    for name, version in since.items():
        if not _VERSION.fullmatch(version):
            raise ValueError(f"{name}: {version!r} is no version, such as 2.0")
    return since


class RuleFields(BaseModel):
    """The fields of a rule block."""

    model_config = ConfigDict(extra="forbid")

    level: Level
    statement: Annotated[str, AfterValidator(_one_sentence)]
    slug: Annotated[str, AfterValidator(_slug)]
    terms: Annotated[list[str], Field(min_length=3)]
    ledger: list[str]
    origin: str = ""
    proof: Annotated[Entries, AfterValidator(_one_of(PROOFS))] = []
    enforce: Annotated[
        Entries, Field(min_length=1), AfterValidator(_one_of(ENFORCEMENTS))
    ]
    references: Annotated[list[str], AfterValidator(_references)] = []
    needs: dict[str, str] = {}
    since: Annotated[dict[str, str], AfterValidator(_versions)] = {}
    changes: Annotated[dict[date, str], Field(min_length=1)]
