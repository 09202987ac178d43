# /// bad
# ast-grep = ["VAL-010"]
# harm = "tests/antipatterns/values/test_unbounded_float.py::test_one_nan_spoils_the_average"
# right = "examples/patterns/values/finite_float.py"
# ///
"""A measured value that may be NaN or infinite."""

from fastapi import APIRouter, status
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Identity, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.dependencies import SessionDep


class Base(DeclarativeBase):
    """The tables of this example."""


class Reading(Base):
    """A measured temperature."""

    __tablename__ = "readings"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    celsius: Mapped[float]


class ReadingCreate(BaseModel):
    """A new reading."""

    model_config = ConfigDict(extra="forbid")

    celsius: float


router = APIRouter(prefix="/readings")


@router.post("", status_code=status.HTTP_201_CREATED)
async def add_reading(data: ReadingCreate, session: SessionDep) -> None:
    """Store the reading."""
    session.add(Reading(celsius=data.celsius))


@router.get("/average")
async def read_average(session: SessionDep) -> float | None:
    """Return the average of all readings."""
    return await session.scalar(select(func.avg(Reading.celsius)))
