"""A test that passes with the expected exception only."""

import pytest

from app.users.exceptions import UserNotFoundError
from app.users.service import UserService


async def test_unknown_user_is_not_found(users: UserService) -> None:
    with pytest.raises(UserNotFoundError, match=r"^There is no user 99\.$"):
        await users.read(99)
