"""A router on which every route requires a login."""

from fastapi import APIRouter, Depends

from app.users.dependencies import CurrentUser, get_current_user

INVOICES = {1: ["2026-0001"], 2: ["2026-0002", "2026-0003"]}

router = APIRouter(
    prefix="/invoices",
    tags=["invoices"],
    dependencies=[Depends(get_current_user)],
)


@router.get("")
async def list_invoices(user: CurrentUser) -> list[str]:
    """List your invoices."""
    return INVOICES.get(user.id, [])


@router.get("/export")
async def export_invoices() -> list[str]:
    """Export all invoices for the accounting department."""
    return [number for numbers in INVOICES.values() for number in numbers]
