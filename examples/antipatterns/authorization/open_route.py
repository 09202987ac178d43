# /// bad
# harm = "tests/antipatterns/authorization/test_open_route.py::test_route_without_dependency_is_open"
# right = "examples/patterns/authorization/closed_router.py"
# ///
"""A router on which each route has to ask for the user."""

from fastapi import APIRouter

from app.users.dependencies import CurrentUser

INVOICES = {1: ["2026-0001"], 2: ["2026-0002", "2026-0003"]}

router = APIRouter(prefix="/invoices", tags=["invoices"])


@router.get("")
async def list_invoices(user: CurrentUser) -> list[str]:
    """List your invoices."""
    return INVOICES.get(user.id, [])


@router.get("/export")
async def export_invoices() -> list[str]:
    """Export all invoices for the accounting department."""
    return [number for numbers in INVOICES.values() for number in numbers]
