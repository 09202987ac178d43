"""A synchronous session that one thread opens, uses and closes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session


class Stock(BaseModel):
    """How many pieces are left."""

    count: int


async def get_engine(request: Request) -> Engine:
    """Return the engine of this app."""
    engine: Engine = request.app.state.engine
    return engine


EngineDep = Annotated[Engine, Depends(get_engine)]

router = APIRouter(prefix="/stock")


@router.get("")
def read_stock(engine: EngineDep) -> Stock:
    """Read the stock."""
    with Session(engine) as session:
        count = session.scalar(text("SELECT 42"))
    return Stock(count=count or 0)
