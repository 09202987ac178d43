"""The dependencies of the notification routes."""

from typing import Annotated

from fastapi import Depends, Path, Query

from app.core.dependencies import SessionDep
from app.core.keys import LARGEST_KEY
from app.notifications.repository import NotificationRepository
from app.notifications.schemas import NotificationParams
from app.notifications.service import NotificationService


async def get_notification_service(session: SessionDep) -> NotificationService:
    """Return the service on the session of this request."""
    return NotificationService(NotificationRepository(session))


NotificationServiceDep = Annotated[
    NotificationService, Depends(get_notification_service)
]
NotificationId = Annotated[int, Path(ge=1, le=LARGEST_KEY)]
NotificationQuery = Annotated[NotificationParams, Query()]
