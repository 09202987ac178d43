"""A background task with a unit of work of its own."""

from fastapi import APIRouter, BackgroundTasks
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.database import Database, unit_of_work
from app.core.dependencies import DatabaseDep


class Base(DeclarativeBase):
    """The tables of this example."""


class View(Base):
    """One view of an item."""

    __tablename__ = "views"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int]


router = APIRouter()


async def record_view(database: Database, item_id: int) -> None:
    """Store that an item was viewed."""
    async with unit_of_work(database) as session:
        session.add(View(item_id=item_id))


@router.get("/items/{item_id}")
async def read_item(item_id: int, database: DatabaseDep, tasks: BackgroundTasks) -> int:
    """Return the item, and record the view after the response."""
    tasks.add_task(record_view, database, item_id)
    return item_id
