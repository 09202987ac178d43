# /// bad
# ast-grep = ["NAME-006"]
# harm = "tests/antipatterns/naming/test_underscored_field.py::test_field_with_an_underscore_is_not_in_the_response"
# right = "examples/patterns/naming/aliased_field.py"
# ///
"""A schema with the key `_id` of a document database."""

from collections.abc import Mapping

from pydantic import BaseModel


class Document(BaseModel):
    """A stored document."""

    _id: str
    title: str


def read_document(stored: Mapping[str, str]) -> Document:
    """Return a document as clients get it."""
    return Document.model_validate(stored)
