"""Argon2id, kept off the event loop, behind a queue that callers may leave."""

import asyncio
import os
import sys
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from functools import partial
from typing import Annotated, Self

from anyio import CancelScope, CapacityLimiter, create_task_group, sleep_forever
from fastapi import Depends, Request
from pwdlib import PasswordHash
from starlette.types import Receive

from app.core.errors import AbandonedError, BusyError

# Of a password that nobody knows, by the algorithm of `PasswordHash.recommended()`.
STRANGERS_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4$tKPpp+fwOmX93BtEasdb/w"
    "$nXIPtGOUrsl0B460xMzYaBsSKq027eP0SQOSmxU6rCE"
)
RETRY_SECONDS = 5  # by then a good part of a full queue is done
NICENESS = 19  # the least share there is of a core that the event loop wants too

Gone = Callable[[], Awaitable[None]]


def give_way() -> None:
    """Let the event loop come first, where the system counts it for each thread.

    One core is left alone, if there are more: even a nice thread is not stopped at
    once when the event loop wants its core. Argon2's threads inherit both.
    """
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, cores[1:] or cores)


class PasswordHasher:
    """Hashes in threads of its own, `at_once` at a time; the others wait in turn.

    One hash takes 64 MiB, four threads and a tenth of a second or more: without a
    limit a burst of logins would fill the memory and take every core. Nor may they
    wait without end: `most_waiting` do, what comes then gets BusyError.

    Whoever waits leaves when `gone` returns, with AbandonedError: else the hashes of
    clients that gave up long ago would keep those waiting who did not. A hash that
    has begun cannot be stopped.
    """

    def __init__(
        self, algorithm: PasswordHash, at_once: int = 1, most_waiting: int = 32
    ) -> None:
        self.algorithm = algorithm
        self.limiter = CapacityLimiter(at_once)
        self.threads = ThreadPoolExecutor(at_once, "hash", initializer=give_way)
        self.most_waiting = most_waiting
        self.gone: Gone = sleep_forever

    def until(self, gone: Gone) -> Self:
        """Return it for one caller, in the same queue."""
        bound = copy(self)
        bound.gone = gone
        return bound

    def close(self) -> None:
        """Let the threads go."""
        self.threads.shutdown(wait=False)

    async def hash(self, password: str) -> str:
        """Return the encoded hash; algorithm, parameters and salt are part of it."""
        return await self._run(lambda: self.algorithm.hash(password))

    async def verify(self, password: str, known: str | None) -> tuple[bool, str | None]:
        """Tell whether it fits, and the new hash if the known one is out of date.

        A stranger, whose hash is None, fails after the same work as anyone: else
        the time of a login would tell which accounts exist.
        """
        is_right, renewed = await self._run(
            lambda: self.algorithm.verify_and_update(password, known or STRANGERS_HASH)
        )
        return is_right and known is not None, renewed

    async def _run[T](self, work: Callable[[], T]) -> T:
        if self.limiter.statistics().tasks_waiting >= self.most_waiting:
            raise BusyError(RETRY_SECONDS)
        results: list[T] = []
        try:
            async with create_task_group() as tasks:
                tasks.start_soon(self._leave_when_gone, tasks.cancel_scope)
                async with self.limiter:
                    with CancelScope(shield=True):
                        results.append(await self._in_thread(work))
                tasks.cancel_scope.cancel()
        except ExceptionGroup as errors:  # the algorithm's own is what a caller knows
            raise errors.exceptions[0] from errors
        if not results:
            raise AbandonedError
        return results[0]

    async def _in_thread[T](self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.threads, work)

    async def _leave_when_gone(self, scope: CancelScope) -> None:
        await self.gone()
        scope.cancel()


async def wait_for_disconnect(receive: Receive) -> None:
    """Return when the client has closed its connection."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def get_password_hasher(request: Request) -> PasswordHasher:
    """Return the lifespan's hasher, for as long as this request's client is there."""
    hasher: PasswordHasher = request.app.state.password_hasher
    return hasher.until(partial(wait_for_disconnect, request.receive))


PasswordHasherDep = Annotated[PasswordHasher, Depends(get_password_hasher)]
