"""How many requests a limit allows when several workers serve the app."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from itertools import cycle, islice

from limits import RateLimitItemPerMinute
from servers import valkey_server

from antipatterns.security import rate_limit_per_process as wrong
from app.core.errors import RateLimitedError
from app.core.rate_limits import RateLimiter
from app.core.valkey import create_valkey

WORKERS, LIMIT, REQUESTS = 4, 10, 100
IP = "192.0.2.1"


async def allowed(checks: Sequence[Callable[[], Awaitable[None]]]) -> int:
    """Send requests to the workers in turn; return how many are allowed."""
    count = 0
    for check in islice(cycle(checks), REQUESTS):
        try:
            await check()
            count += 1
        except RateLimitedError:
            continue
    return count


async def test_each_worker_allows_the_whole_limit(
    measured: Callable[[str], None],
) -> None:
    rate = RateLimitItemPerMinute(LIMIT)
    workers = [wrong.RateLimiter() for _ in range(WORKERS)]

    count = await allowed([partial(worker.check, rate, IP) for worker in workers])

    assert count == WORKERS * LIMIT
    measured(f"{WORKERS} workers with a limit of {LIMIT} allowed {count} requests.")


async def test_shared_store_allows_the_limit_once() -> None:
    rate = RateLimitItemPerMinute(LIMIT)
    with valkey_server() as server:
        url = f"valkey://127.0.0.1:{server.port}"
        clients = [create_valkey(url, timeout=5) for _ in range(WORKERS)]
        workers = [RateLimiter(b"secret", client) for client in clients]
        count = await allowed(
            [partial(worker.check, rate, "requests", IP) for worker in workers]
        )
        for client in clients:
            await client.aclose()

    assert count == LIMIT
