"""Argon2id, kept off the event loop."""

from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Request
from pwdlib import PasswordHash

# Of a password that nobody knows, by the algorithm of `PasswordHash.recommended()`.
STRANGERS_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4$tKPpp+fwOmX93BtEasdb/w"
    "$nXIPtGOUrsl0B460xMzYaBsSKq027eP0SQOSmxU6rCE"
)


class PasswordHasher:
    """Hashes in worker threads, at most `at_once` at a time.

    One hash takes about 64 MiB and a tenth of a second or more: without a limit
    of its own a burst of sign-ups would fill the memory and every worker thread.
    """

    def __init__(self, algorithm: PasswordHash, at_once: int = 4) -> None:
        self.algorithm = algorithm
        self.limiter = CapacityLimiter(at_once)

    async def hash(self, password: str) -> str:
        """Return the encoded hash; algorithm, parameters and salt are part of it."""
        return await to_thread.run_sync(
            self.algorithm.hash, password, limiter=self.limiter
        )

    async def verify(self, password: str, known: str | None) -> tuple[bool, str | None]:
        """Tell whether it fits, and the new hash if the known one is out of date.

        A stranger, whose hash is None, fails after the same work as anyone: else
        the time of a login would tell which accounts exist.
        """
        is_right, renewed = await to_thread.run_sync(
            self.algorithm.verify_and_update,
            password,
            known or STRANGERS_HASH,
            limiter=self.limiter,
        )
        return is_right and known is not None, renewed


def get_password_hasher(request: Request) -> PasswordHasher:
    """Return the hasher that the lifespan made; tests put a cheap one here."""
    hasher: PasswordHasher = request.app.state.password_hasher
    return hasher


PasswordHasherDep = Annotated[PasswordHasher, Depends(get_password_hasher)]
