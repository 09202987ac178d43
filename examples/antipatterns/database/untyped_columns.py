# /// bad
# ast-grep = ["DB-012"]
# mypy = ["return-value"]
# basedpyright = ["reportReturnType"]
# right = "examples/shop/app/users/models.py"
# ///
"""A model whose attributes are columns to the type checker, not values."""

from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """The tables of this example."""


class Customer(Base):
    """A customer with an email address."""

    __tablename__ = "customers"

    id = Column(Integer, primary_key=True)
    email = Column(String(254), nullable=False)


def mail_address(customer: Customer) -> str:
    """Return a customer's email address."""
    return customer.email
