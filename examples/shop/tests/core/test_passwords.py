import os
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import override

import pytest
from anyio import create_task_group
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.core.passwords import (
    NICENESS,
    STRANGERS_HASH,
    PasswordHasher,
    give_way,
)

CHEAP = Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)


class CountingHash(PasswordHash):
    """Notes which threads hash, and how many did at the same time."""

    def __init__(self) -> None:
        super().__init__([CHEAP])
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


async def test_hashes_two_at_a_time_in_other_threads() -> None:
    algorithm = CountingHash()
    hasher = PasswordHasher(algorithm, at_once=2)

    async with create_task_group() as tasks:
        for _ in range(4):
            tasks.start_soon(hasher.hash, "correct horse battery staple")

    assert threading.get_ident() not in algorithm.threads
    assert algorithm.most == 2


COUNTS_THREADS = sys.platform == "linux"  # elsewhere there is nothing to give way with


def scheduling() -> tuple[int, set[int]]:
    """Return how nice the thread that asks is, and the cores that it may take."""
    niceness = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    return niceness, os.sched_getaffinity(0) if sys.platform == "linux" else set()


@contextmanager
def one_core() -> Generator[None]:
    """Leave one core to the thread that asks, and to those that it starts."""
    if sys.platform != "linux":
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


class NiceHash(PasswordHash):
    """Notes how much the threads that hash give way."""

    def __init__(self) -> None:
        super().__init__([CHEAP])
        self.scheduling = (0, set[int]())

    @override
    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.scheduling = scheduling()
        return super().hash(password, salt=salt)


async def test_threads_that_hash_come_after_the_event_loop() -> None:
    algorithm = NiceHash()
    before, cores = scheduling()

    await PasswordHasher(algorithm).hash("correct horse battery staple")

    left = set(sorted(cores)[1:]) or cores
    assert algorithm.scheduling == (NICENESS if COUNTS_THREADS else before, left)
    assert scheduling() == (before, cores)


async def test_threads_that_hash_take_the_only_core() -> None:
    algorithm = NiceHash()

    with one_core():
        before, cores = scheduling()
        await PasswordHasher(algorithm).hash("correct horse battery staple")

    assert algorithm.scheduling == (NICENESS if COUNTS_THREADS else before, cores)


def test_where_threads_are_not_counted_nothing_gives_way() -> None:
    before = scheduling()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "platform", "darwin")
        give_way()

    assert scheduling() == before


async def test_same_password_has_another_hash_each_time(
    cheap_hasher: PasswordHasher,
) -> None:
    first, second = [await cheap_hasher.hash("correct horse") for _ in range(2)]

    assert first != second
    assert cheap_hasher.algorithm.verify("correct horse", first)
    assert not cheap_hasher.algorithm.verify("another", first)


async def test_password_is_verified_and_its_hash_kept(
    cheap_hasher: PasswordHasher,
) -> None:
    known = await cheap_hasher.hash("correct horse")

    assert await cheap_hasher.verify("correct horse", known) == (True, None)
    assert await cheap_hasher.verify("another", known) == (False, None)


async def test_older_hash_is_renewed(cheap_hasher: PasswordHasher) -> None:
    older = PasswordHash([Argon2Hasher(time_cost=2, memory_cost=8, parallelism=1)])

    is_right, renewed = await cheap_hasher.verify("horse", older.hash("horse"))

    assert is_right
    assert await cheap_hasher.verify("horse", renewed) == (True, None)


async def test_stranger_is_refused_whatever_the_password() -> None:
    hasher = PasswordHasher(PasswordHash.recommended())

    assert await hasher.verify("correct horse", None) == (False, None)


def test_hash_for_strangers_has_the_parameters_of_a_new_one() -> None:
    new = PasswordHash.recommended().hash("correct horse")

    assert STRANGERS_HASH.split("$")[:4] == new.split("$")[:4]
    assert len(STRANGERS_HASH) == len(new)
