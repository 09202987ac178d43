# /// bad
# ast-grep = ["DEP-003"]
# harm = "tests/antipatterns/dependencies/test_list_params.py::test_client_sorts_by_a_secret_column"
# right = "examples/patterns/dependencies/list_params.py"
# ///
"""A list in the order of any attribute that the client names."""

from collections.abc import Sequence

from fastapi import APIRouter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.dependencies import SessionDep
from patterns.dependencies.members import Member, MemberRead

router = APIRouter(prefix="/members")


async def find_members(session: AsyncSession, sort: str) -> Sequence[Member]:
    """Return the first page."""
    query = select(Member).order_by(getattr(Member, sort), Member.id).limit(20)
    return (await session.scalars(query)).all()


@router.get("", response_model=list[MemberRead])
async def list_members(session: SessionDep, sort: str = "name") -> Sequence[Member]:
    """List members, in an order that the client chooses."""
    return await find_members(session, sort)
