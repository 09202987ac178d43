"""Hash and assess passwords in worker threads, a few at a time (SEC-004)."""

import re
from collections.abc import Callable

from anyio import CapacityLimiter, to_thread
from pwdlib import PasswordHash
from zxcvbn_rs_py import zxcvbn

from app.core.errors import OverloadedError

# Of a random password, with the parameters of `PasswordHash.recommended()` (SEC-005).
DUMMY_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4$tKPpp+fwOmX93BtEasdb/w"
    "$nXIPtGOUrsl0B460xMzYaBsSKq027eP0SQOSmxU6rCE"
)
MIN_GUESSES = 10**8  # zxcvbn's score 3; below it, its authors say, is too weak
ASSESSED_LENGTH = 32  # characters: 0.1 s at worst, where 128 can take 2 s
WORD = re.compile(r"\w+")
RETRY_AFTER = 5  # seconds, in which a full queue of the default size gets shorter


class PasswordHasher:
    """Run at most `concurrency` hashes at once; at most `max_waiting` callers wait.

    One more caller gets OverloadedError. A cancelled caller leaves the queue. A hash
    that runs can't be stopped: it keeps its slot until it is done.
    """

    def __init__(
        self, algorithm: PasswordHash, concurrency: int, max_waiting: int
    ) -> None:
        self.algorithm = algorithm
        self.limiter = CapacityLimiter(concurrency)
        self.max_pending = concurrency + max_waiting
        self.pending = 0

    async def hash(self, password: str) -> str:
        """Return the encoded hash, which holds algorithm, parameters and salt."""
        return await self._run(lambda: self.algorithm.hash(password))

    async def verify(
        self, password: str, password_hash: str | None
    ) -> tuple[bool, str | None]:
        """Return whether it matches, and a new hash if the parameters are outdated.

        For an unknown user the hash is None. It then verifies the dummy hash, which
        takes the same time.
        """
        matches, updated_hash = await self._run(
            lambda: self.algorithm.verify_and_update(
                password, password_hash or DUMMY_HASH
            )
        )
        return matches and password_hash is not None, updated_hash

    async def is_guessable(self, password: str, *context: str | None) -> bool:
        """Return whether it is a common password, or made of words of the context."""
        return await self._run(lambda: is_guessable(password, *context))

    async def _run[T](self, work: Callable[[], T]) -> T:
        if self.pending >= self.max_pending:
            raise OverloadedError(RETRY_AFTER)
        self.pending += 1
        try:
            return await to_thread.run_sync(work, limiter=self.limiter)
        finally:
            self.pending -= 1


def is_guessable(password: str, *context: str | None) -> bool:
    """Estimate by lists of common passwords, names and words, and by patterns.

    `context` is what an attacker tries first: the email, names, the app's name.
    """
    words = [word for text in context if text for word in [text, *WORD.findall(text)]]
    return zxcvbn(password[:ASSESSED_LENGTH], words).guesses < MIN_GUESSES
