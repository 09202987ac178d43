# /// bad
# harm = "tests/antipatterns/migrating/test_mapped_model.py::test_mapped_str_makes_the_column_not_null"
# right = "examples/patterns/migrating/mapped_model.py"
# ///
"""A converted model that forgot that the column may be null."""

from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Customer(Base):
    """A customer."""

    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    nickname: Mapped[str] = mapped_column(String(50))
