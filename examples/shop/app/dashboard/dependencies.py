"""The dependencies of the dashboard route."""

from typing import Annotated

from fastapi import Depends

from app.dashboard.service import DashboardService
from app.notifications.dependencies import NotificationServiceDep
from app.orders.dependencies import OrderServiceDep


async def get_dashboard_service(
    orders: OrderServiceDep, notifications: NotificationServiceDep
) -> DashboardService:
    """Return the service; FastAPI gives both parts the session of this request."""
    return DashboardService(orders, notifications)


DashboardServiceDep = Annotated[DashboardService, Depends(get_dashboard_service)]
