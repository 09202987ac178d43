"""The dependencies of the item routes."""

from typing import Annotated

from fastapi import Depends, Path, Query, Request

from app.core.cache import ResponseCache
from app.core.dependencies import SessionDep
from app.core.keys import LARGEST_KEY
from app.items.repository import ItemRepository
from app.items.schemas import ItemParams
from app.items.service import ItemService


async def get_item_service(session: SessionDep) -> ItemService:
    """Return the service, on the session of this request."""
    return ItemService(ItemRepository(session))


ItemServiceDep = Annotated[ItemService, Depends(get_item_service)]
ItemId = Annotated[int, Path(ge=1, le=LARGEST_KEY)]
ItemQuery = Annotated[ItemParams, Query()]


async def get_cache(request: Request) -> ResponseCache:
    """Return the cache that the lifespan created."""
    cache: ResponseCache = request.app.state.cache
    return cache


ResponseCacheDep = Annotated[ResponseCache, Depends(get_cache)]
