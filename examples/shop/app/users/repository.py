"""The queries on accounts. It flushes; who began the unit of work commits."""

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import violated_constraint
from app.core.pagination import PageParams
from app.core.tokens import AccessToken
from app.users.exceptions import EmailTakenError
from app.users.models import UNIQUE_EMAIL, User


class UserRepository:
    """Reads and writes accounts in the session of one unit of work."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, user_id: int) -> User | None:
        """Return the account, or None."""
        return await self.session.get(User, user_id)

    async def void_tokens(self, user: User) -> None:
        """Count the version up in the database, where two at once both count."""
        user.token_version = User.token_version + 1
        await self.session.flush()

    async def find_by_email(self, email: str) -> User | None:
        """Return the account with this address, or None."""
        return await self.session.scalar(select(User).where(User.email == email))

    async def renew_hash(self, user: User, password_hash: str) -> None:
        """Store a better hash of the same password, unless it has changed since."""
        await self.session.execute(
            update(User)
            .where(User.id == user.id, User.password_hash == user.password_hash)
            .values(password_hash=password_hash)
        )

    async def replace_password(self, token: AccessToken, password_hash: str) -> bool:
        """Store another password and void all tokens; tell whether the token counted.

        One statement decides, so of two changes at once the second one fails.
        """
        changed = await self.session.scalar(
            update(User)
            .where(User.id == token.user_id, User.token_version == token.version)
            .where(User.is_active)
            .values(password_hash=password_hash, token_version=User.token_version + 1)
            .returning(User.id)
        )
        return changed is not None

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
