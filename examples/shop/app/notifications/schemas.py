"""The query parameters and responses of notifications."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from app.core.pagination import PageParams


class NotificationParams(PageParams):
    """The query parameters of the list."""

    unread: bool = False


class NotificationCreate(BaseModel):
    """A new notification, from a message handler."""

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
