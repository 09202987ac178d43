"""How much work it is to refuse a stranger."""

from collections.abc import Callable
from typing import override

from accounts import CHEAP, CORRECT_HORSE
from pwdlib import PasswordHash

from antipatterns.security import quick_refusal as wrong
from app.core.passwords import PasswordHasher


class CountingHash(PasswordHash):
    """Counts how often it verifies."""

    def __init__(self) -> None:
        super().__init__(CHEAP.hashers)
        self.worked = 0

    @override
    def verify(self, password: str | bytes, hash: str | bytes) -> bool:
        self.worked += 1
        return super().verify(password, hash)

    @override
    def verify_and_update(
        self, password: str | bytes, hash: str | bytes
    ) -> tuple[bool, str | None]:
        self.worked += 1
        return super().verify_and_update(password, hash)


async def test_a_stranger_is_refused_without_a_hash(
    measured: Callable[[str], None],
) -> None:
    known, algorithm = {"ada@example.com": CHEAP.hash(CORRECT_HORSE)}, CountingHash()

    worked: dict[str, int] = {}
    for email in ("ada@example.com", "stranger@example.com"):
        before = algorithm.worked
        assert not await wrong.is_right(known, algorithm, email, "another")
        worked[email] = algorithm.worked - before

    assert worked == {"ada@example.com": 1, "stranger@example.com": 0}
    assert await wrong.is_right(known, algorithm, "ada@example.com", CORRECT_HORSE)
    measured("A wrong password of a user cost 1 hash, one of a stranger 0.")


async def test_a_stranger_costs_the_shop_as_much_as_a_user() -> None:
    algorithm = CountingHash()
    hasher = PasswordHasher(algorithm)

    worked: list[int] = []
    for known in (CHEAP.hash(CORRECT_HORSE), None):
        before = algorithm.worked
        assert await hasher.verify("another", known) == (False, None)
        worked.append(algorithm.worked - before)

    assert worked == [1, 1]
