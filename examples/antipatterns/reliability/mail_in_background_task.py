# /// bad
# ast-grep = ["REL-005"]
# harm = "tests/antipatterns/reliability/test_mail_in_background_task.py::test_mail_that_fails_once_is_never_sent"
# right = "examples/shop/app/outbox/relay.py"
# ///
"""A mail that `BackgroundTasks` sends after the response, once."""

from typing import Annotated, Protocol

from fastapi import APIRouter, BackgroundTasks, Depends, Request
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.dependencies import SessionDep


class Base(DeclarativeBase):
    """The tables of this example."""


class Member(Base):
    """Someone who signed up."""

    __tablename__ = "members"

    email: Mapped[str] = mapped_column(primary_key=True)


class Mailer(Protocol):
    """Sends mails."""

    async def send(self, to: str) -> None:
        """Send one mail, or raise OSError."""


async def get_mailer(request: Request) -> Mailer:
    """Return the mailer of the app."""
    mailer: Mailer = request.app.state.mailer
    return mailer


router = APIRouter()


@router.post("/members", status_code=201)
async def sign_up(
    email: str,
    session: SessionDep,
    mailer: Annotated[Mailer, Depends(get_mailer)],
    tasks: BackgroundTasks,
) -> None:
    """Store a member and send a welcome mail after the response."""
    session.add(Member(email=email))
    tasks.add_task(mailer.send, email)
