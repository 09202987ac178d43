# /// bad
# ast-grep = ["VAL-005"]
# harm = "tests/antipatterns/values/test_status_as_text.py::test_open_ticket_leaves_the_list"
# right = "examples/patterns/values/status_as_enum.py"
# ///
"""A status that may be any text."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import String, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.dependencies import SessionDep


class Base(DeclarativeBase):
    """The tables of this example."""


class Ticket(Base):
    """A request for support."""

    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(String(20))


class TicketUpdate(BaseModel):
    """The new status of a ticket."""

    model_config = ConfigDict(extra="forbid")

    status: str = Field(max_length=20)


router = APIRouter(prefix="/tickets")


@router.get("")
async def list_open_tickets(session: SessionDep) -> list[int]:
    """Return the IDs of the open tickets."""
    is_open = Ticket.status == "open"
    return list(await session.scalars(select(Ticket.id).where(is_open)))


@router.patch("/{ticket_id}")
async def update_ticket(
    ticket_id: int, data: TicketUpdate, session: SessionDep
) -> None:
    """Store the new status."""
    ticket = await session.get_one(Ticket, ticket_id)
    ticket.status = data.status
