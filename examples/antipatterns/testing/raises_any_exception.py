# /// bad
# ruff = ["B017", "PT011"]
# harm = "tests/antipatterns/testing/test_raises_any_exception.py::test_wrong_failure_passes"
# right = "examples/patterns/testing/exact_exception.py"
# ///
"""A test that passes with any exception."""

import pytest

from app.users.service import UserService


async def test_unknown_user_is_not_found(users: UserService) -> None:
    with pytest.raises(Exception):
        await users.read(99)
