# /// bad
# ruff = ["B017", "PT011"]
# harm = "tests/antipatterns/testing/test_any_exception_will_do.py::test_wrong_failure_passes"
# right = "examples/patterns/testing/exact_exception.py"
# ///
"""A test of a refusal that any failure satisfies."""

import pytest

from app.users.service import UserService


async def test_unknown_user_is_not_found(users: UserService) -> None:
    with pytest.raises(Exception):
        await users.read(99)
