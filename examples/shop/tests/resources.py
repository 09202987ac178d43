"""What a process takes from the machine."""

import os
import tracemalloc
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")


def resident_bytes(pid: int | str = "self") -> int:
    """Return the bytes of memory that a process holds."""
    pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * PAGE


@contextmanager
def traced_bytes() -> Generator[Callable[[], int]]:
    """Yield a function: the bytes that Python objects have taken in this block.

    Unlike the resident memory it depends neither on the allocator nor on the machine.
    """
    tracemalloc.start()
    try:
        yield lambda: tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
