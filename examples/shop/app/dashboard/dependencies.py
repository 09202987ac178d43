"""How a route gets the service: with what the domains put together themselves."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import DatabaseDep
from app.dashboard.service import DashboardService, Domains
from app.items.dependencies import get_item_service
from app.notifications.dependencies import get_notification_service
from app.orders.dependencies import get_order_service
from app.orders.service import OrderService
from app.users.dependencies import get_user_service


async def get_dashboard_service(database: DatabaseDep) -> DashboardService:
    """Give it the database, for it works in sessions of its own."""

    async def orders(session: AsyncSession) -> OrderService:
        return await get_order_service(session, await get_item_service(session))

    domains = Domains(get_user_service, orders, get_notification_service)
    return DashboardService(database, domains)


DashboardServiceDep = Annotated[DashboardService, Depends(get_dashboard_service)]
