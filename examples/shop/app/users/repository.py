"""Queries on accounts. They flush; the unit of work commits."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import violated_constraint
from app.core.pagination import PageParams
from app.core.tokens import AccessToken
from app.sessions.service import has_live_session
from app.users.exceptions import EmailTakenError
from app.users.models import UNIQUE_EMAIL, User

# Built once: every request runs it, and SQLAlchemy takes long to build it.
CURRENT_USER = select(User).where(
    User.id == bindparam("user_id"),
    User.is_active,
    has_live_session(
        bindparam("user_id"),
        bindparam("session_id"),
        bindparam("now"),
    ),
)


class UserRepository:
    """Reads and writes accounts in the session of one unit of work."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, user_id: int) -> User | None:
        """Return the account, or None."""
        return await self.session.get(User, user_id)

    async def lock(self, *user_ids: int) -> dict[int, User]:
        """Lock accounts until the commit; return them by ID as they are now.

        All transactions lock in the order of the IDs, so none causes a deadlock.
        SQLite ignores the lock: a unit of work holds its only write lock already.
        """
        rows = await self.session.scalars(
            select(User)
            .where(User.id.in_(user_ids))
            .order_by(User.id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
        return {user.id: user for user in rows}

    async def find_current(self, token: AccessToken) -> User | None:
        """Return the token's active user; None if the token's session is not live."""
        values = {
            "user_id": token.user_id,
            "session_id": token.session_id,
            "now": datetime.now(UTC),
        }
        return await self.session.scalar(CURRENT_USER, values)

    async def find_by_email(self, email: str) -> User | None:
        """Return the account with this normalized email, or None."""
        return await self.session.scalar(select(User).where(User.email == email))

    async def update_hash(self, user: User, password_hash: str) -> bool:
        """Store a new hash of the same password; False if the old one was replaced."""
        updated = await self.session.scalar(
            update(User)
            .where(User.id == user.id, User.password_hash == user.password_hash)
            .values(password_hash=password_hash)
            .returning(User.id)
            .execution_options(synchronize_session=False)
        )
        return updated is not None

    async def list_page(self, params: PageParams) -> tuple[Sequence[User], int]:
        """Return one page in the order of IDs, and the total count."""
        total = await self.session.scalar(select(func.count()).select_from(User))
        rows = await self.session.scalars(
            select(User).order_by(User.id).offset(params.offset).limit(params.page_size)
        )
        return rows.all(), total or 0

    async def save(self, user: User) -> None:
        """Write a new or changed account; EmailTakenError on a duplicate email.

        Only the constraint decides: after a lookup, another request could still
        take the email.
        """
        self.session.add(user)
        try:
            await self.session.flush()
        except IntegrityError as error:
            if violated_constraint(error) == UNIQUE_EMAIL:
                raise EmailTakenError from error
            raise
