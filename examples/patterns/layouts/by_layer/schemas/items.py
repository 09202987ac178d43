"""The requests and responses of items."""

from pydantic import BaseModel, ConfigDict

from patterns.layouts.by_layer.core.fields import Key, Name


class ItemCreate(BaseModel):
    """A new item."""

    model_config = ConfigDict(extra="forbid")

    owner_id: Key
    name: Name


class ItemRead(BaseModel):
    """An item as clients see it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    owner_id: int
    name: str
