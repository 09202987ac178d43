"""A monthly job with one transaction for each row."""

import structlog
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.database import Database, read_session, unit_of_work

PRICES = {"basic": 500, "team": 2000}  # cents

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Base(DeclarativeBase):
    """The tables of this example."""


class Customer(Base):
    """A customer with a plan."""

    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan: Mapped[str]


class Invoice(Base):
    """What a customer owes; the key admits one for each."""

    __tablename__ = "invoices"

    customer_id: Mapped[int] = mapped_column(primary_key=True)
    cents: Mapped[int]


def price_of(plan: str) -> int:
    """Return the price in cents; KeyError for an unknown plan."""
    return PRICES[plan]


async def create_invoices(database: Database) -> None:
    """Store an invoice for each customer who has none."""
    due = select(Customer.id).where(Customer.id.not_in(select(Invoice.customer_id)))
    async with read_session(database) as session:
        customer_ids = (await session.scalars(due)).all()
    for customer_id in customer_ids:
        try:
            await create_invoice(database, customer_id)
        except Exception:
            logger.exception("invoice_failed", customer_id=customer_id)


async def create_invoice(database: Database, customer_id: int) -> None:
    """Store one invoice."""
    async with unit_of_work(database) as session:
        customer = await session.get_one(Customer, customer_id)
        cents = price_of(customer.plan)
        session.add(Invoice(customer_id=customer_id, cents=cents))
