"""A path in lower case, with hyphens between words."""

from fastapi import APIRouter

router = APIRouter()


@router.get("/order-items")
async def list_order_items() -> list[str]:
    """Return the items of all orders."""
    return ["mug"]
