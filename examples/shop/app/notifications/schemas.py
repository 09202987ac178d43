"""What clients filter by and receive, and what handlers write."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from app.core.pagination import PageParams


class NotificationParams(PageParams):
    """The query parameters of the list."""

    unread: bool = False


class NotificationCreate(BaseModel):
    """What a message handler writes."""

    user_id: int
    kind: str
    text: str


class NotificationRead(BaseModel):
    """A notification as its owner sees it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    kind: str
    text: str
    created_at: datetime
    read_at: datetime | None
