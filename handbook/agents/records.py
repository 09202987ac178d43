"""The rules as data, with a JSON Schema of their own."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from handbook.book.addresses import address_of
from handbook.book.book import Book
from handbook.book.fields import Level
from handbook.book.rules import Rule
from handbook.proof.store import Proof


class Enforcement(BaseModel):
    """What finds a violation in a service: a tool and its code, or a question."""

    model_config = ConfigDict(extra="forbid")

    kind: str
    value: str


class RuleRecord(BaseModel):
    """A rule of the handbook."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(pattern=r"^[A-Z]{2,6}-\d{3}$")]
    level: Level
    statement: Annotated[str, Field(description="One imperative sentence.")]
    url: Annotated[str, Field(description="Where the rule is explained.")]
    chapter: Annotated[str, Field(description="Title of the chapter.")]
    terms: Annotated[list[str], Field(description="What people search for.")]
    enforce: list[Enforcement]
    harm: Annotated[
        list[str], Field(description="What tests measured on code that breaks it.")
    ]
    references: Annotated[list[str], Field(description="Addresses of its sources.")]
    since: Annotated[
        dict[str, str], Field(description="First version of each package.")
    ]
    changed: Annotated[date, Field(description="When it last changed.")]


class RuleRecords(BaseModel):
    """All rules, in the order of the chapters."""

    model_config = ConfigDict(extra="forbid")

    proven_on: Annotated[
        dict[str, str], Field(description="Versions with which the tests passed.")
    ]
    rules: list[RuleRecord]


SHOWN_VERSIONS = ("Python", "fastapi", "SQLAlchemy", "pydantic")


def records(book: Book, proof: Proof) -> RuleRecords:
    """Return the rules of all chapters."""
    versions = {n: proof.tools[n] for n in SHOWN_VERSIONS if n in proof.tools}
    rules = [
        _record(rule, page.title, book, proof)
        for page in book.pages
        for rule in page.rules
    ]
    return RuleRecords(proven_on=versions, rules=rules)


def _record(rule: Rule, chapter: str, book: Book, proof: Proof) -> RuleRecord:
    return RuleRecord(
        id=rule.id,
        level=rule.level,
        statement=rule.statement,
        url=address_of(rule, book.root),
        chapter=chapter,
        terms=list(rule.terms),
        enforce=[Enforcement(kind=e.kind, value=e.value) for e in rule.enforce],
        harm=list(proof.harm_of(book.wrong_files(rule))),
        references=[reference.url for reference in rule.references],
        since=dict(rule.since),
        changed=rule.changed,
    )


def schema() -> dict[str, object]:
    """Return the JSON Schema of the records."""
    return TypeAdapter(RuleRecords).json_schema()
