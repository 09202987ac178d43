# /// bad
# ast-grep = ["DEP-004"]
# harm = "tests/antipatterns/dependencies/test_list_params.py::test_one_request_reads_the_whole_table"
# right = "examples/patterns/dependencies/list_params.py"
# ///
"""A page size without a limit, and without a model that refuses a typo."""

from collections.abc import Sequence

from fastapi import APIRouter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.dependencies import SessionDep
from patterns.dependencies.members import Member, MemberRead

router = APIRouter(prefix="/members")


async def find_members(
    session: AsyncSession, skip: int, limit: int
) -> Sequence[Member]:
    """Return one page."""
    query = select(Member).order_by(Member.id).offset(skip).limit(limit)
    return (await session.scalars(query)).all()


@router.get("", response_model=list[MemberRead])
async def list_members(
    session: SessionDep, skip: int = 0, limit: int = 20
) -> Sequence[Member]:
    """List members."""
    return await find_members(session, skip, limit)
