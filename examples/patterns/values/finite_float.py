"""A measured value that is a finite number in a plausible range."""

from typing import Annotated

from fastapi import APIRouter, status
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat
from sqlalchemy import Identity, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.dependencies import SessionDep

Celsius = Annotated[FiniteFloat, Field(ge=-90, le=60)]


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

    celsius: Celsius


router = APIRouter(prefix="/readings")


@router.post("", status_code=status.HTTP_201_CREATED)
async def add_reading(data: ReadingCreate, session: SessionDep) -> None:
    """Store the reading."""
    session.add(Reading(celsius=data.celsius))


@router.get("/average")
async def read_average(session: SessionDep) -> float | None:
    """Return the average of all readings."""
    return await session.scalar(select(func.avg(Reading.celsius)))
