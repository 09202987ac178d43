# /// bad
# harm = "tests/antipatterns/security/test_check_without_lock.py::test_admins_who_demote_each_other_leave_no_admin"
# right = "examples/shop/app/users/service.py"
# ///
"""A check of one row, without a lock, before a write to another row."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import ForbiddenError
from app.users.models import Role, User


class UserService:
    """Changes accounts for admins."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def demote(self, user_id: int, admin_id: int) -> None:
        """Make an account a customer; ForbiddenError unless the caller is an admin."""
        admin = await self.session.get_one(User, admin_id)
        if admin.role is not Role.ADMIN:
            raise ForbiddenError("Only admins may do this.")
        user = await self.session.get_one(User, user_id)
        user.role = Role.CUSTOMER
        await self.session.flush()
