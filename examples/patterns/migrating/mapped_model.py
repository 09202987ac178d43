"""A model in the style of SQLAlchemy 2."""

from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Customer(Base):
    """A customer."""

    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    nickname: Mapped[str | None] = mapped_column(String(50))


def email_of(customer: Customer) -> str:
    """Return the email address of a customer."""
    return customer.email
