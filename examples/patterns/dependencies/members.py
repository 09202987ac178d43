"""Members of a club, whom its members may list."""

from datetime import date

from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Member(Base):
    """A member, with the code that resets their password."""

    __tablename__ = "members"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    joined_on: Mapped[date]
    reset_code: Mapped[str]


class MemberRead(BaseModel):
    """What other members may know."""

    model_config = ConfigDict(from_attributes=True)

    name: str
