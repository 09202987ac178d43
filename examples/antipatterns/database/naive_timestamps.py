# /// bad
# ast-grep = ["DB-013"]
# harm = "tests/antipatterns/database/test_naive_timestamps.py::test_aware_datetime_is_refused_or_loses_its_zone"
# right = "examples/shop/app/core/database.py"
# ///
"""A datetime column without a time zone."""

from datetime import datetime

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Visit(Base):
    """The time of a visit."""

    __tablename__ = "visits"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
