"""How accounts are stored."""

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, PrimaryKey, Timestamps

UNIQUE_EMAIL = "uq_users_email"


class User(Timestamps, Base):
    """One account. The email is lower case; the password never stored."""

    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("email", name=UNIQUE_EMAIL),)

    id: Mapped[PrimaryKey]
    email: Mapped[str] = mapped_column(String(254))
    full_name: Mapped[str | None] = mapped_column(String(100))
    password_hash: Mapped[str] = mapped_column(String(255))
