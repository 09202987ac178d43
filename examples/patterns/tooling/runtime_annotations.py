"""A route whose annotations are objects."""

from datetime import date

from fastapi import APIRouter
from starlette.requests import Request

router = APIRouter()


@router.get("/deliveries")
async def list_deliveries(request: Request, day: date) -> str:
    """Return the deliveries of one day."""
    return f"{request.method} {day:%d.%m.}"
