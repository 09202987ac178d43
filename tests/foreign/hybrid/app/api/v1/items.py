from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.db.session import get_session
from app.modules.items.models import Item

router = APIRouter(prefix="/items", tags=["items"])

SessionDep = Annotated[AsyncSession, Depends(get_session)]


@router.get("/")
async def list_items(session: SessionDep, page: int = 1):
    query = select(Item).limit(20).offset((page - 1) * 20)
    return (await session.scalars(query)).all()


@router.put("/{item_id}")
async def update_item(item_id: int, name: str, session: SessionDep):
    item = await session.get(Item, item_id)
    if item is None:
        raise HTTPException(404, "not found")
    item.name = name
    await session.commit()
    return item
