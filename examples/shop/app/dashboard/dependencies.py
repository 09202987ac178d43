"""How a route gets the service."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import DatabaseDep
from app.core.passwords import PasswordHasherDep
from app.dashboard.service import DashboardService
from app.notifications.dependencies import create_notification_service
from app.users.dependencies import get_user_repository, get_user_service
from app.users.service import UserService


async def get_dashboard_service(
    database: DatabaseDep, passwords: PasswordHasherDep
) -> DashboardService:
    """Give it the database, for it works in sessions of its own."""

    def create_user_service(session: AsyncSession) -> UserService:
        return get_user_service(get_user_repository(session), passwords)

    return DashboardService(database, create_user_service, create_notification_service)


DashboardServiceDep = Annotated[DashboardService, Depends(get_dashboard_service)]
