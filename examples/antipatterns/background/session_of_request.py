# /// bad
# ast-grep = ["JOB-002"]
# harm = "tests/antipatterns/background/test_session_of_request.py::test_row_of_the_task_is_not_stored"
# right = "examples/patterns/background/session_of_task.py"
# ///
"""A background task on the session of the request, which has ended."""

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import unit_of_work
from app.core.dependencies import DatabaseDep
from patterns.background.session_of_task import View


async def get_session(database: DatabaseDep) -> AsyncGenerator[AsyncSession]:
    """Yield the session of the request, and commit before the response."""
    async with unit_of_work(database) as session:
        yield session


WriteSessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]
router = APIRouter()


async def record_view(session: AsyncSession, item_id: int) -> None:
    """Store that an item was viewed."""
    session.add(View(item_id=item_id))
    await session.flush()


@router.get("/items/{item_id}")
async def read_item(
    item_id: int, session: WriteSessionDep, tasks: BackgroundTasks
) -> int:
    """Return the item, and record the view after the response."""
    tasks.add_task(record_view, session, item_id)
    return item_id
