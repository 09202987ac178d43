"""The route of the dashboard."""

from fastapi import APIRouter, status

from app.core.problems import problem_responses
from app.dashboard.dependencies import DashboardServiceDep
from app.dashboard.schemas import Dashboard
from app.users.dependencies import CurrentUser

router = APIRouter(
    prefix="/dashboard",
    tags=["dashboard"],
    responses=problem_responses(status.HTTP_401_UNAUTHORIZED),
)


@router.get("")
async def read_dashboard(
    user: CurrentUser, dashboards: DashboardServiceDep
) -> Dashboard:
    """Read your account, latest orders and newest unread notifications."""
    return await dashboards.read(user)
