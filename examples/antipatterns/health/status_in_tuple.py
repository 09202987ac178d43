# /// bad
# ruff = ["ANN201"]
# mypy = ["no-untyped-def"]
# ast-grep = ["HLTH-002"]
# also = { ROUTE-001 = "With `-> tuple[...]` the code is as wrong, and with `-> dict` it fails at once." }
# harm = "tests/antipatterns/health/test_readiness.py::test_tuple_with_a_status_is_sent_as_200"
# right = "examples/shop/app/health/router.py"
# ///
"""A readiness probe that returns its status in a tuple."""

from fastapi import APIRouter
from sqlalchemy import select

from app.core.database import read_session
from app.core.dependencies import DatabaseDep
from app.core.errors import DatabaseUnavailableError

router = APIRouter()


@router.get("/ready")
async def read_readiness(database: DatabaseDep):
    """Answer 503 while the database does not answer."""
    try:
        async with read_session(database) as session:
            await session.execute(select(1))
    except DatabaseUnavailableError:
        return {"status": "down"}, 503
    return {"status": "ok"}
