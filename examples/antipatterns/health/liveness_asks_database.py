# /// bad
# harm = "tests/antipatterns/health/test_liveness.py::test_database_outage_fails_the_liveness_probe"
# right = "examples/shop/app/health/router.py"
# ///
"""A liveness probe that fails with the database."""

from fastapi import APIRouter
from sqlalchemy import select

from app.core.database import read_session
from app.core.dependencies import DatabaseDep

router = APIRouter()


@router.get("/health")
async def read_health(database: DatabaseDep) -> dict[str, str]:
    """Answer 503 while the database does not answer."""
    async with read_session(database) as session:
        await session.execute(select(1))
    return {"status": "ok"}
