"""The thread that hashes a password."""

import threading
from collections.abc import Callable
from typing import override

from accounts import CHEAP, CORRECT_HORSE
from pwdlib import PasswordHash

from antipatterns.security import hash_on_event_loop as wrong
from app.core.passwords import PasswordHasher


class WatchedHash(PasswordHash):
    """Records the thread of each hash."""

    def __init__(self) -> None:
        super().__init__(CHEAP.hashers)
        self.threads: list[int] = []

    @override
    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.threads.append(threading.get_ident())
        return super().hash(password, salt=salt)


async def test_hash_blocks_the_event_loop_thread(
    measured: Callable[[str], None],
) -> None:
    algorithm = WatchedHash()

    await wrong.PasswordHasher(algorithm).hash(CORRECT_HORSE)

    shared = algorithm.threads.count(threading.get_ident())
    assert (shared, len(algorithm.threads)) == (1, 1)
    measured(f"{shared} of 1 hash ran in the thread that serves every request.")


async def test_shop_hashes_in_a_worker_thread() -> None:
    algorithm = WatchedHash()

    await PasswordHasher(algorithm, 1, 0).hash(CORRECT_HORSE)

    [thread] = algorithm.threads
    assert thread != threading.get_ident()
