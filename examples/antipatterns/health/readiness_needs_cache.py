# /// bad
# harm = "tests/antipatterns/health/test_readiness.py::test_cache_outage_fails_readiness_everywhere"
# right = "examples/shop/app/health/router.py"
# ///
"""A readiness probe that fails with a cache that the app can do without."""

from fastapi import APIRouter
from sqlalchemy import select

from app.core.database import read_session
from app.core.dependencies import DatabaseDep
from app.core.errors import UnavailableError
from app.health.dependencies import ValkeyDep

router = APIRouter()


@router.get("/ready")
async def read_readiness(database: DatabaseDep, valkey: ValkeyDep) -> dict[str, str]:
    """Answer 503 unless every dependency answers."""
    async with read_session(database) as session:
        await session.execute(select(1))
    if valkey and not await valkey.is_available():
        raise UnavailableError("The cache does not answer.")
    return {"status": "ok"}
