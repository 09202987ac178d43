"""Store rate-limit windows in bounded memory, for the library `limits` (PERF-002)."""

from dataclasses import dataclass
from time import time
from typing import override

from cachetools import TLRUCache
from limits.aio.storage import Storage

MAX_WINDOWS = 50_000  # at about 700 bytes each


@dataclass(slots=True)
class Window:
    """The requests of one client, counted until `end` in Unix time."""

    end: float
    count: int = 0


def expires_at(_: str, window: Window, __: float) -> float:
    """Return the end of the window."""
    return window.end


class BoundedMemoryStorage(Storage):
    """Evicts the least recently used window when there are `max_windows`.

    An expired window costs the request that removes it, and no other. The library's
    own `MemoryStorage` has no bound, and looks at every window at every request.
    """

    STORAGE_SCHEME = None  # created by hand, never from a URL

    def __init__(self, max_windows: int = MAX_WINDOWS) -> None:
        super().__init__()
        self.windows: TLRUCache[str, Window] = TLRUCache(
            max_windows, expires_at, timer=time
        )

    @property
    @override
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    @override
    async def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        window = self.windows.get(key)
        if window is None:
            window = self.windows[key] = Window(time() + expiry)
        window.count += amount
        return window.count

    @override
    async def get(self, key: str) -> int:
        window = self.windows.get(key)
        return window.count if window else 0

    @override
    async def get_expiry(self, key: str) -> float:
        window = self.windows.get(key)
        return window.end if window else time()

    @override
    async def check(self) -> bool:
        return True

    @override
    async def clear(self, key: str) -> None:
        self.windows.pop(key, None)

    @override
    async def reset(self) -> int:
        count = len(self.windows)
        self.windows.clear()
        return count
