"""The table of accounts."""

from enum import StrEnum

from sqlalchemy import Enum, Integer, String, UniqueConstraint, literal_column, true
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, PrimaryKey, Timestamps

UNIQUE_EMAIL = "uq_users_email"


class Role(StrEnum):
    """What an account may do; an admin may do everything."""

    CUSTOMER = "customer"
    ADMIN = "admin"


def stored_roles(roles: type[Role]) -> list[str]:
    """Store the value, `admin`; by default SQLAlchemy stores the name, `ADMIN`."""
    return [role.value for role in roles]


class User(Timestamps, Base):
    """One account.

    Each update of the row increments `version`, which makes the ETag.
    """

    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("email", name=UNIQUE_EMAIL),)

    id: Mapped[PrimaryKey]
    email: Mapped[str] = mapped_column(String(254))
    full_name: Mapped[str | None] = mapped_column(String(100))
    password_hash: Mapped[str] = mapped_column(String(255))
    role: Mapped[Role] = mapped_column(
        Enum(
            Role,
            native_enum=False,
            length=20,
            values_callable=stored_roles,
        ),
        default=Role.CUSTOMER,
        server_default=Role.CUSTOMER,
    )
    is_active: Mapped[bool] = mapped_column(default=True, server_default=true())
    version: Mapped[int] = mapped_column(
        default=1, server_default="1", onupdate=literal_column("version + 1", Integer)
    )
