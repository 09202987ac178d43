"""The work that it takes to refuse an unknown user."""

from collections.abc import Callable
from typing import override

from accounts import CHEAP, CORRECT_HORSE
from pwdlib import PasswordHash

from antipatterns.security import no_dummy_hash as wrong
from app.core.passwords import PasswordHasher

ADA = "ada@example.com"


class CountingHash(PasswordHash):
    """Counts its verifications."""

    def __init__(self) -> None:
        super().__init__(CHEAP.hashers)
        self.verified = 0

    @override
    def verify(self, password: str | bytes, hash: str | bytes) -> bool:
        self.verified += 1
        return super().verify(password, hash)

    @override
    def verify_and_update(
        self, password: str | bytes, hash: str | bytes
    ) -> tuple[bool, str | None]:
        self.verified += 1
        return super().verify_and_update(password, hash)


async def test_unknown_user_is_refused_without_a_hash(
    measured: Callable[[str], None],
) -> None:
    known, algorithm = {ADA: CHEAP.hash(CORRECT_HORSE)}, CountingHash()

    verified: dict[str, int] = {}
    for email in (ADA, "unknown@example.com"):
        before = algorithm.verified
        assert not await wrong.verify_password(known, algorithm, email, "another")
        verified[email] = algorithm.verified - before

    assert verified == {ADA: 1, "unknown@example.com": 0}
    assert await wrong.verify_password(known, algorithm, ADA, CORRECT_HORSE)
    of_known, of_unknown = verified.values()
    measured(
        f"A wrong password cost {of_known} hash for a known user and {of_unknown}"
        " for an unknown one."
    )


async def test_shop_verifies_one_hash_for_either_user() -> None:
    algorithm = CountingHash()
    hasher = PasswordHasher(algorithm, 1, 0)

    verified: list[int] = []
    for known in (CHEAP.hash(CORRECT_HORSE), None):
        before = algorithm.verified
        assert await hasher.verify("another", known) == (False, None)
        verified.append(algorithm.verified - before)

    assert verified == [1, 1]
