"""A status that is one of two values."""

from enum import StrEnum

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Enum, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.dependencies import SessionDep


class Base(DeclarativeBase):
    """The tables of this example."""


class TicketStatus(StrEnum):
    """Whether a ticket needs an answer."""

    OPEN = "open"
    CLOSED = "closed"


def stored_values(statuses: type[TicketStatus]) -> list[str]:
    """Store the value, `open`; by default SQLAlchemy stores the name, `OPEN`."""
    return [status.value for status in statuses]


class Ticket(Base):
    """A request for support."""

    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[TicketStatus] = mapped_column(
        Enum(TicketStatus, native_enum=False, length=20, values_callable=stored_values)
    )


class TicketUpdate(BaseModel):
    """The new status of a ticket."""

    model_config = ConfigDict(extra="forbid")

    status: TicketStatus


router = APIRouter(prefix="/tickets")


@router.get("")
async def list_open_tickets(session: SessionDep) -> list[int]:
    """Return the IDs of the open tickets."""
    is_open = Ticket.status == TicketStatus.OPEN
    return list(await session.scalars(select(Ticket.id).where(is_open)))


@router.patch("/{ticket_id}")
async def update_ticket(
    ticket_id: int, data: TicketUpdate, session: SessionDep
) -> None:
    """Store the new status."""
    ticket = await session.get_one(Ticket, ticket_id)
    ticket.status = data.status
