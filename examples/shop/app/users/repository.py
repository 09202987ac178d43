"""The queries on accounts. It flushes; who began the unit of work commits."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import violated_constraint
from app.core.pagination import PageParams
from app.users.exceptions import EmailTakenError
from app.users.models import UNIQUE_EMAIL, User


class UserRepository:
    """Reads and writes accounts in the session of one unit of work."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, user_id: int) -> User | None:
        """Return the account, or None."""
        return await self.session.get(User, user_id)

    async def list_page(self, params: PageParams) -> tuple[Sequence[User], int]:
        """Return one page in order of id, and the count of all."""
        total = await self.session.scalar(select(func.count()).select_from(User))
        rows = await self.session.scalars(
            select(User).order_by(User.id).offset(params.offset).limit(params.page_size)
        )
        return rows.all(), total or 0

    async def save(self, user: User) -> None:
        """Write a new or changed account now, so that a conflict shows here.

        To look first whether the email is free would not help: another request
        may take it in between. Only the constraint decides.
        """
        self.session.add(user)
        try:
            await self.session.flush()
        except IntegrityError as error:
            if violated_constraint(error) == UNIQUE_EMAIL:
                raise EmailTakenError from error
            raise
