"""The operations on items."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from patterns.layouts.hybrid.items.models import Item
from patterns.layouts.hybrid.users.service import UserService


class ItemService:
    """Reads and writes items in one session."""

    def __init__(self, session: AsyncSession, users: UserService) -> None:
        self.session = session
        self.users = users

    async def create(self, owner_id: int, name: str) -> Item:
        """Create an item; NotFoundError without the owner."""
        await self.users.read(owner_id)
        item = Item(owner_id=owner_id, name=name)
        self.session.add(item)
        await self.session.flush()
        return item

    async def list_of(self, owner_id: int) -> Sequence[Item]:
        """Return the first hundred items of an owner."""
        query = select(Item).where(Item.owner_id == owner_id)
        items = await self.session.scalars(query.order_by(Item.id).limit(100))
        return items.all()
