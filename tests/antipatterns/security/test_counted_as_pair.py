"""How many tries a botnet has at one account, and one address at many."""

from collections.abc import Callable

from limits import RateLimitItemPerMinute

from antipatterns.security import counted_as_pair as wrong
from app.core.errors import RateLimitedError
from app.core.rate_limits import LoginAttempts, RateLimiter
from app.core.valkey import ValkeyGuard

TRIES = 50
RATE = RateLimitItemPerMinute(5)
GUESSING = [(f"192.0.2.{number}", "ada@example.com") for number in range(TRIES)]
SPRAYING = [("192.0.2.1", f"user-{number}@example.com") for number in range(TRIES)]

type Attempts = type[wrong.LoginAttempts | LoginAttempts]


async def count_let_through(attempts: Attempts, tries: list[tuple[str, str]]) -> int:
    """Try to log in from each address for its account; count what isn't refused."""
    limiter = RateLimiter(ValkeyGuard(1.0))
    passed = 0
    for address, account in tries:
        try:
            await attempts(limiter, RATE, address).check(account)
        except RateLimitedError:
            continue
        passed += 1
    return passed


async def test_neither_guessing_nor_spraying_is_stopped(
    measured: Callable[[str], None],
) -> None:
    guessed = await count_let_through(wrong.LoginAttempts, GUESSING)
    sprayed = await count_let_through(wrong.LoginAttempts, SPRAYING)

    assert (guessed, sprayed) == (TRIES, TRIES)
    owner = [("192.0.2.1", "ada@example.com")] * TRIES
    assert await count_let_through(wrong.LoginAttempts, owner) == RATE.amount
    measured(
        f"At {RATE.amount} a minute, {guessed} of {TRIES} guesses at one account went"
        f" through, and {sprayed} of {TRIES} tries of one address."
    )


async def test_the_shop_stops_both() -> None:
    for tries in (GUESSING, SPRAYING):
        assert await count_let_through(LoginAttempts, tries) == RATE.amount
