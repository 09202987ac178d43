"""Which thread a password is hashed in."""

import threading
from collections.abc import Callable
from typing import override

from accounts import CHEAP, CORRECT_HORSE
from pwdlib import PasswordHash

from antipatterns.security import hash_on_loop as wrong
from app.core.passwords import PasswordHasher


class WatchedHash(PasswordHash):
    """Notes the thread of each hash that it works out."""

    def __init__(self) -> None:
        super().__init__(CHEAP.hashers)
        self.threads: list[int] = []

    @override
    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.threads.append(threading.get_ident())
        return super().hash(password, salt=salt)


async def test_nothing_else_runs_while_it_hashes(
    measured: Callable[[str], None],
) -> None:
    algorithm = WatchedHash()

    await wrong.PasswordHasher(algorithm).hash(CORRECT_HORSE)

    assert algorithm.threads == [threading.get_ident()]
    measured("The hash was worked out in the one thread that serves every request.")


async def test_the_shop_hashes_in_another_thread() -> None:
    algorithm = WatchedHash()

    await PasswordHasher(algorithm).hash(CORRECT_HORSE)

    [thread] = algorithm.threads
    assert thread != threading.get_ident()
