# /// bad
# harm = "tests/antipatterns/health/test_readiness_timeout.py::test_check_without_timeout_outlives_the_probe"
# right = "examples/shop/app/health/router.py"
# ///
"""A readiness probe that waits as long as the database does."""

from fastapi import APIRouter
from sqlalchemy import select

from app.core.database import read_session
from app.core.dependencies import DatabaseDep

router = APIRouter()


@router.get("/ready")
async def read_readiness(database: DatabaseDep) -> dict[str, str]:
    """Answer 503 while the database fails."""
    async with read_session(database) as session:
        await session.execute(select(1))
    return {"status": "ok"}
