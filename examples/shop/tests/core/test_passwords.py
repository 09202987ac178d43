import threading
import time
from typing import override

import pytest
from accounts import CHEAP, hasher_with
from anyio import create_task_group
from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

from app.core.errors import OverloadedError
from app.core.passwords import DUMMY_HASH, PasswordHasher


class CountingHash(PasswordHash):
    """Records the threads that hash, and how many run at once."""

    def __init__(self) -> None:
        super().__init__(CHEAP.hashers)
        self.threads: set[int] = set()
        self.running = 0
        self.most = 0
        self.gate = threading.Barrier(2)

    @override
    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.threads.add(threading.get_ident())
        self.running += 1
        self.most = max(self.most, self.running)
        self.gate.wait(timeout=5)
        time.sleep(0.05)  # a third would show here
        self.running -= 1
        return super().hash(password, salt=salt)


async def test_concurrency_limits_hashes_in_worker_threads() -> None:
    algorithm = CountingHash()
    hasher = PasswordHasher(algorithm, concurrency=2, max_waiting=2)

    async with create_task_group() as tasks:
        for _ in range(4):
            tasks.start_soon(hasher.hash, "correct horse battery staple")

    assert threading.get_ident() not in algorithm.threads
    assert algorithm.most == 2


async def test_same_password_gets_a_new_salt_each_time(
    cheap_hasher: PasswordHasher,
) -> None:
    first, second = [await cheap_hasher.hash("correct horse") for _ in range(2)]

    assert first != second
    assert CHEAP.verify("correct horse", first)
    assert not CHEAP.verify("another", first)


async def test_current_hash_is_verified_and_not_updated(
    cheap_hasher: PasswordHasher,
) -> None:
    known = await cheap_hasher.hash("correct horse")

    assert await cheap_hasher.verify("correct horse", known) == (True, None)
    assert await cheap_hasher.verify("another", known) == (False, None)


async def test_outdated_hash_is_updated(cheap_hasher: PasswordHasher) -> None:
    older = PasswordHash([Argon2Hasher(time_cost=2, memory_cost=8, parallelism=1)])

    matches, updated = await cheap_hasher.verify("horse", older.hash("horse"))

    assert matches
    assert await cheap_hasher.verify("horse", updated) == (True, None)


async def test_unknown_user_never_matches() -> None:
    hasher = hasher_with(PasswordHash.recommended())

    assert await hasher.verify("correct horse", None) == (False, None)


def test_dummy_hash_has_the_parameters_of_a_new_hash() -> None:
    new = PasswordHash.recommended().hash("correct horse")

    assert DUMMY_HASH.split("$")[:4] == new.split("$")[:4]
    assert len(DUMMY_HASH) == len(new)


async def test_error_of_the_algorithm_reaches_the_caller(
    cheap_hasher: PasswordHasher,
) -> None:
    with pytest.raises(UnknownHashError):
        await cheap_hasher.verify("correct horse", "no hash")


async def test_assessment_waits_for_a_slot(cheap_hasher: PasswordHasher) -> None:
    hasher = PasswordHasher(CHEAP, concurrency=1, max_waiting=0)

    async with hasher.limiter:
        hasher.pending = 1
        with pytest.raises(OverloadedError):
            await hasher.is_guessable("correct horse")

    assert await cheap_hasher.is_guessable("correct horse horse", "correct horse")
    assert not await cheap_hasher.is_guessable("correct horse battery staple", None)
