# /// bad
# also = { DB-012 = "the form that the guide converts" }
# mypy = ["return-value"]
# basedpyright = ["reportReturnType"]
# right = "examples/patterns/migrating/mapped_model.py"
# ///
"""A model in the style of SQLAlchemy 1."""

from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """The tables of this example."""


class Customer(Base):
    """A customer."""

    __tablename__ = "customers"

    id = Column(Integer, primary_key=True)
    email = Column(String(254), nullable=False, unique=True)
    nickname = Column(String(50))


def email_of(customer: Customer) -> str:
    """Return the email address of a customer."""
    return customer.email
