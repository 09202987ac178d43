# /// bad
# ast-grep = ["DEP-010"]
# harm = "tests/antipatterns/dependencies/test_sync_session.py::test_requests_and_threads_wait_for_each_other"
# right = "examples/patterns/dependencies/sync_session_in_handler.py"
# ///
"""A synchronous session that a dependency holds between the steps of a request."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import text
from sqlalchemy.orm import Session

from patterns.dependencies.sync_session_in_handler import EngineDep, Stock


def get_session(engine: EngineDep) -> Iterator[Session]:
    """Yield the session of this request."""
    with Session(engine) as session:
        yield session


SessionDep = Annotated[Session, Depends(get_session, scope="function")]

router = APIRouter(prefix="/stock")


@router.get("")
def read_stock(session: SessionDep) -> Stock:
    """Read the stock."""
    count = session.scalar(text("SELECT 42"))
    return Stock(count=count or 0)
