"""Aliases that one base class generates, and that apply everywhere."""

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

router = APIRouter(prefix="/orders")


class ApiModel(BaseModel):
    """A schema with camelCase in JSON and snake_case in Python."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
    )


class OrderRead(ApiModel):
    """An order as clients see it."""

    order_id: int
    line_count: int


@router.get("/fresh")
async def read_order() -> OrderRead:
    """Return an order."""
    return OrderRead(order_id=1, line_count=2)


@router.get("/stored", response_model=OrderRead)
async def read_stored_order() -> Response:
    """Return the response as a cache stores it."""
    stored = OrderRead(order_id=1, line_count=2).model_dump_json()
    return Response(stored, media_type="application/json")
