"""How much of what a start has freed stays with the process."""

import sys
from collections.abc import Callable

from fastapi import FastAPI
from resources import resident_bytes

from antipatterns.performance import keeping_start as wrong
from app.core.memory import return_freed_memory

LOADED = wrong.ROWS * sys.getsizeof("x" * 1000)  # bytes


async def test_memory_stays_with_the_process(measured: Callable[[str], None]) -> None:
    return_freed_memory()  # what other tests have freed
    before = resident_bytes()

    async with wrong.lifespan(FastAPI()):
        share = (resident_bytes() - before) / LOADED

    assert share > 0.5
    measured(
        f"{share:.0%} of {LOADED / 1e6:.0f} MB stayed with the process, "
        "of which one in a hundred is used."
    )


async def test_what_was_freed_goes_back() -> None:
    async with wrong.lifespan(FastAPI()):
        before = resident_bytes()
        return_freed_memory()

        assert (before - resident_bytes()) / LOADED > 0.5
