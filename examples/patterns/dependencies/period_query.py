"""A period in the query, refused with a 422 if it ends before it starts."""

from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import BaseModel, model_validator


class PeriodParams(BaseModel):
    """The days of a report."""

    start: date
    end: date

    @model_validator(mode="after")
    def check_order(self) -> Self:
        """Refuse a period that ends before it starts."""
        if self.end < self.start:
            raise ValueError("the period ends before it starts")
        return self


Period = Annotated[PeriodParams, Query()]

router = APIRouter(prefix="/report")


@router.get("")
async def count_days(period: Period) -> int:
    """Return the length of the period."""
    return (period.end - period.start).days + 1
