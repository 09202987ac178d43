from time import time

from limits import RateLimitItemPerMinute
from limits.aio.strategies import FixedWindowRateLimiter
from resources import traced_bytes

from app.core.rate_limit_storage import MAX_WINDOWS, BoundedMemoryStorage, Window

RATE = RateLimitItemPerMinute(2)
WINDOW_BYTES = 700  # as the storage says


async def test_window_counts_and_ends() -> None:
    storage = BoundedMemoryStorage()

    counts = [await storage.incr("ada", 60) for _ in range(2)]
    counts.append(await storage.incr("ada", 60, amount=3))

    assert counts == [1, 2, 5]
    assert await storage.get("ada") == 5
    assert 59 < await storage.get_expiry("ada") - time() <= 60


async def test_missing_window_is_empty_and_over() -> None:
    storage = BoundedMemoryStorage()

    assert await storage.get("ada") == 0
    assert await storage.get_expiry("ada") <= time()


async def test_expired_window_starts_again() -> None:
    storage = BoundedMemoryStorage()
    storage.windows["ada"] = Window(end=time() + 0.01, count=9)
    while "ada" in storage.windows:
        pass

    assert await storage.incr("ada", 60) == 1


async def test_least_recently_used_window_is_evicted_at_the_bound() -> None:
    storage = BoundedMemoryStorage(max_windows=100)
    for number in range(100):
        await storage.incr(f"client-{number}", 60)
    await storage.incr("client-0", 60)

    await storage.incr("one more", 60)

    assert len(storage.windows) == 100
    assert await storage.get("client-0") == 2
    assert await storage.get("client-1") == 0


async def test_flood_of_clients_stays_below_the_bound() -> None:
    windows = MAX_WINDOWS // 10
    storage = BoundedMemoryStorage(windows)

    with traced_bytes() as grown:
        for number in range(2 * windows):
            await storage.incr(f"LIMITER/requests/{number:064x}/1200/1/minute", 60)
        taken = grown()

    assert len(storage.windows) == windows
    assert taken < windows * WINDOW_BYTES


async def test_client_under_attack_stays_limited_during_a_flood() -> None:
    limiter = FixedWindowRateLimiter(BoundedMemoryStorage(max_windows=100))
    passed = 0

    for number in range(1000):
        await limiter.hit(RATE, f"flood-{number}")
        if number % 10 == 0:
            passed += await limiter.hit(RATE, "login-account", "ada")

    assert passed == RATE.amount


async def test_storage_is_healthy_and_forgets_on_demand() -> None:
    storage = BoundedMemoryStorage()
    for name in ("ada", "bob", "eve"):
        await storage.incr(name, 60)

    await storage.clear("ada")
    await storage.clear("nobody")

    assert await storage.check()
    assert await storage.get("ada") == 0
    assert await storage.reset() == 2
    assert await storage.get("bob") == 0


def test_storage_names_the_errors_that_may_be_wrapped() -> None:
    assert issubclass(BoundedMemoryStorage().base_exceptions, Exception)
