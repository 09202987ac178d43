"""A bill whose amounts are decimals."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.dependencies import SessionDep
from app.core.money import Money, Price


class Base(DeclarativeBase):
    """The tables of this example."""


class Bill(Base):
    """A bill, and how much of it is paid."""

    __tablename__ = "bills"

    id: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[Decimal] = mapped_column(Money)
    paid: Mapped[Decimal] = mapped_column(Money)


class PaymentCreate(BaseModel):
    """A payment of one bill."""

    model_config = ConfigDict(extra="forbid")

    amount: Annotated[Price, Field(gt=0)]


router = APIRouter(prefix="/bills")


@router.post("/{bill_id}/payments")
async def pay(bill_id: int, data: PaymentCreate, session: SessionDep) -> bool:
    """Book a payment; return whether the bill is paid."""
    bill = await session.get_one(Bill, bill_id, with_for_update=True)
    bill.paid += data.amount
    return bill.paid >= bill.amount
