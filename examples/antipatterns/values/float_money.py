# /// bad
# ast-grep = ["VAL-001"]
# harm = "tests/antipatterns/values/test_float_money.py::test_ten_payments_leave_the_bill_unpaid"
# right = "examples/patterns/values/decimal_money.py"
# ///
"""A bill whose amounts are floats."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.dependencies import SessionDep


class Base(DeclarativeBase):
    """The tables of this example."""


class Bill(Base):
    """A bill, and how much of it is paid."""

    __tablename__ = "bills"

    id: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[float]
    paid: Mapped[float]


class PaymentCreate(BaseModel):
    """A payment of one bill."""

    model_config = ConfigDict(extra="forbid")

    amount: float = Field(gt=0, le=1_000_000)


router = APIRouter(prefix="/bills")


@router.post("/{bill_id}/payments")
async def pay(bill_id: int, data: PaymentCreate, session: SessionDep) -> bool:
    """Book a payment; return whether the bill is paid."""
    bill = await session.get_one(Bill, bill_id, with_for_update=True)
    bill.paid += data.amount
    return bill.paid >= bill.amount
