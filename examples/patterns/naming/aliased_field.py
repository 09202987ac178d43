"""A schema that gives the key `_id` another name."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field


class Document(BaseModel):
    """A stored document."""

    model_config = ConfigDict(serialize_by_alias=True)

    id: str = Field(alias="_id")
    title: str


def read_document(stored: Mapping[str, str]) -> Document:
    """Return a document as clients get it."""
    return Document.model_validate(stored)
