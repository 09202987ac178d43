"""The routes of the catalogue: every client reads, admins write."""

from fastapi import APIRouter, Depends, Request, Response, status

from app.config import SettingsDep
from app.core.pagination import Page
from app.core.preconditions import UNCHANGED, PreconditionDep, RevalidationDep, add_etag
from app.core.problems import problem_responses
from app.items.dependencies import (
    ItemId,
    ItemQuery,
    ItemServiceDep,
    ResponseCacheDep,
)
from app.items.schemas import ItemCreate, ItemRead, ItemUpdate
from app.users.dependencies import get_current_admin

FOR_ADMINS = problem_responses(status.HTTP_401_UNAUTHORIZED, status.HTTP_403_FORBIDDEN)
NOT_FOUND = problem_responses(status.HTTP_404_NOT_FOUND)
CONDITIONAL = problem_responses(
    status.HTTP_412_PRECONDITION_FAILED, status.HTTP_428_PRECONDITION_REQUIRED
)

router = APIRouter(prefix="/items", tags=["items"])


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(get_current_admin)],
    responses=FOR_ADMINS,
)
async def create_item(
    data: ItemCreate, items: ItemServiceDep, request: Request, response: Response
) -> ItemRead:
    """Create an item; `Location` holds its path."""
    item = await items.create(data)
    add_etag(response, item.etag)
    response.headers["Location"] = f"{request.url.path}/{item.id}"
    return item


@router.get("")
async def list_items(
    params: ItemQuery,
    items: ItemServiceDep,
    cache: ResponseCacheDep,
    settings: SettingsDep,
) -> Page[ItemRead]:
    """List the items for sale; the cache is at most `catalogue_seconds` old."""
    return await cache.read(
        f"items:{params.model_dump_json()}",  # the same for every client
        Page[ItemRead],
        lambda: items.list_page(params),
        settings.catalogue_seconds,
    )


@router.get(
    "/{item_id}",
    response_model=ItemRead,
    responses=NOT_FOUND | UNCHANGED,
)
async def read_item(
    item_id: ItemId, items: ItemServiceDep, revalidation: RevalidationDep
) -> ItemRead | Response:
    """Read one item; 304 if the client has cached the current version."""
    item = await items.read(item_id)
    return revalidation.answer(item, item.etag)


@router.patch(
    "/{item_id}",
    dependencies=[Depends(get_current_admin)],
    responses=FOR_ADMINS | NOT_FOUND | CONDITIONAL,
)
async def update_item(
    item_id: ItemId,
    data: ItemUpdate,
    precondition: PreconditionDep,
    items: ItemServiceDep,
) -> ItemRead:
    """Update the fields that are sent, if the item is unchanged since it was read."""
    item = await items.update(item_id, data, precondition.if_match)
    precondition.renew(item.etag)
    return item


@router.post(
    "/{item_id}/archive",
    dependencies=[Depends(get_current_admin)],
    responses=FOR_ADMINS | NOT_FOUND | CONDITIONAL,
)
async def archive_item(
    item_id: ItemId, precondition: PreconditionDep, items: ItemServiceDep
) -> ItemRead:
    """Take an item off sale."""
    item = await items.archive(item_id, precondition.if_match)
    precondition.renew(item.etag)
    return item
