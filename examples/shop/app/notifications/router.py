"""The routes of notifications: each account lists and marks its own."""

from fastapi import APIRouter, status

from app.core.pagination import Page
from app.core.problems import problem_responses
from app.notifications.dependencies import (
    NotificationId,
    NotificationQuery,
    NotificationServiceDep,
)
from app.notifications.schemas import NotificationRead
from app.users.dependencies import CurrentUser

router = APIRouter(
    prefix="/notifications",
    tags=["notifications"],
    responses=problem_responses(status.HTTP_401_UNAUTHORIZED),
)


@router.get("")
async def list_notifications(
    params: NotificationQuery, user: CurrentUser, notifications: NotificationServiceDep
) -> Page[NotificationRead]:
    """List your notifications, newest first."""
    return await notifications.list_own(user.id, params)


@router.post(
    "/{notification_id}/read", responses=problem_responses(status.HTTP_404_NOT_FOUND)
)
async def mark_notification_read(
    notification_id: NotificationId,
    user: CurrentUser,
    notifications: NotificationServiceDep,
) -> NotificationRead:
    """Mark a notification as read. A second call changes nothing."""
    return await notifications.mark_read(user.id, notification_id)
