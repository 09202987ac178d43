"""One model for the page, the order and the filter of a list."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from app.core.dependencies import SessionDep
from patterns.dependencies.members import Member, MemberRead

type Sort = Literal["name", "joined_on"]

SORT_COLUMNS: dict[Sort, InstrumentedAttribute[Any]] = {
    "name": Member.name,
    "joined_on": Member.joined_on,
}


class MemberParams(BaseModel):
    """The query parameters of the list; an unknown one is refused."""

    model_config = ConfigDict(extra="forbid")

    page: int = Field(default=1, ge=1, le=10_000)
    page_size: int = Field(default=20, ge=1, le=100)
    sort: Sort = "name"
    name: str | None = Field(default=None, max_length=100)

    @property
    def offset(self) -> int:
        """The number of members on the earlier pages."""
        return (self.page - 1) * self.page_size


MemberQuery = Annotated[MemberParams, Query()]


async def find_members(session: AsyncSession, params: MemberParams) -> Sequence[Member]:
    """Return one page; the ID makes the order unique."""
    query = select(Member).order_by(SORT_COLUMNS[params.sort], Member.id)
    if params.name:
        query = query.where(Member.name == params.name)
    page = query.offset(params.offset).limit(params.page_size)
    return (await session.scalars(page)).all()


router = APIRouter(prefix="/members")


@router.get("", response_model=list[MemberRead])
async def list_members(params: MemberQuery, session: SessionDep) -> Sequence[Member]:
    """List members, in an order that the client chooses."""
    return await find_members(session, params)
