"""How a route gets the service: session, repository, service, by annotation."""

from typing import Annotated

from fastapi import Depends, Path
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import LARGEST_KEY, SessionDep
from app.notifications.repository import NotificationRepository
from app.notifications.service import NotificationService


def create_notification_service(session: AsyncSession) -> NotificationService:
    """Put the service together on a session."""
    return NotificationService(NotificationRepository(session))


async def get_notification_service(session: SessionDep) -> NotificationService:
    """Put the service together for this request."""
    return create_notification_service(session)


NotificationServiceDep = Annotated[
    NotificationService, Depends(get_notification_service)
]
NotificationId = Annotated[int, Path(ge=1, le=LARGEST_KEY)]
