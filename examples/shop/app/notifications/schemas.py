"""What clients see, and how they choose."""

from datetime import datetime
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict

from app.core.pagination import PageParams


class NotificationParams(PageParams):
    """The query parameters of the list."""

    unread: bool = False


class NotificationRead(BaseModel):
    """A notification as its owner sees it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    kind: str
    text: str
    created_at: datetime
    read_at: datetime | None


NotificationQuery = Annotated[NotificationParams, Query()]
