"""An API that refuses plain HTTP."""

from fastapi import APIRouter, Depends, Request

from app.core.errors import ForbiddenError


async def require_https(request: Request) -> None:
    """Raise ForbiddenError for plain HTTP; the proxy states the scheme."""
    if request.url.scheme != "https":
        raise ForbiddenError("Use https, and replace this token: it was not encrypted.")


router = APIRouter(prefix="/orders", dependencies=[Depends(require_https)])


@router.post("")
async def place_order() -> str:
    """Place an order."""
    return "placed"
