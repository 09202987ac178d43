# /// bad
# ast-grep = ["DEP-009"]
# harm = "tests/antipatterns/dependencies/test_period.py::test_invalid_period_is_a_500"
# right = "examples/patterns/dependencies/period_query.py"
# ///
"""A model of query parameters as a dependency."""

from typing import Annotated

from fastapi import APIRouter, Depends

from patterns.dependencies.period_query import PeriodParams

Period = Annotated[PeriodParams, Depends()]

router = APIRouter(prefix="/report")


@router.get("")
async def count_days(period: Period) -> int:
    """Return the length of the period."""
    return (period.end - period.start).days + 1
