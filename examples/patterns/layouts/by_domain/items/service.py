"""The operations on items."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from patterns.layouts.by_domain.items.models import Item
from patterns.layouts.by_domain.items.schemas import ItemCreate, ItemRead
from patterns.layouts.by_domain.users.service import UserService


class ItemService:
    """Reads and writes items in one session."""

    def __init__(self, session: AsyncSession, users: UserService) -> None:
        self.session = session
        self.users = users

    async def create(self, data: ItemCreate) -> ItemRead:
        """Create an item; NotFoundError without the owner."""
        await self.users.read(data.owner_id)
        item = Item(**data.model_dump())
        self.session.add(item)
        await self.session.flush()
        return ItemRead.model_validate(item)

    async def list_of(self, owner_id: int) -> list[ItemRead]:
        """Return the first hundred items of an owner."""
        query = select(Item).where(Item.owner_id == owner_id)
        items = await self.session.scalars(query.order_by(Item.id).limit(100))
        return [ItemRead.model_validate(item) for item in items]
