"""Password guessing, spraying and lockout under three sets of login limits."""

from collections.abc import Callable

from limits import RateLimitItemPerMinute

from antipatterns.security import login_limit_per_account, login_limit_per_pair
from app.core.errors import RateLimitedError
from app.core.rate_limits import LoginRateLimit, RateLimiter, RateLimits

STRICT, LOOSE = RateLimitItemPerMinute(5), RateLimitItemPerMinute(20)
LIMITS = RateLimits(
    requests=LOOSE,
    sign_up=LOOSE,
    login=STRICT,
    login_account=LOOSE,
    login_ip=LOOSE,
)
TRIES = 50
ADA, OWNER, ATTACKER = "ada@example.com", "192.0.2.1", "198.51.100.1"
BOTNET = [(f"203.0.113.{number}", ADA) for number in range(TRIES)]
SPRAYING = [(ATTACKER, f"user-{number}@example.com") for number in range(TRIES)]
GUESSING = [(ATTACKER, ADA)] * TRIES

type LoginLimit = type[
    LoginRateLimit
    | login_limit_per_account.LoginRateLimit
    | login_limit_per_pair.LoginRateLimit
]


async def count_allowed(
    limiter: RateLimiter, limit: LoginLimit, attempts: list[tuple[str, str]]
) -> int:
    """Attempt a login from each client IP for its account; count what is allowed."""
    allowed = 0
    for ip, account in attempts:
        try:
            await limit(limiter, LIMITS, ip).check(account)
        except RateLimitedError:
            continue
        allowed += 1
    return allowed


async def attack(limit: LoginLimit, attempts: list[tuple[str, str]]) -> int:
    """Return how many of the attempts are allowed when there were none before."""
    return await count_allowed(RateLimiter(bytes(32)), limit, attempts)


async def log_owner_in_after_guesses(limit: LoginLimit) -> bool:
    """Return whether the owner may try to log in after an attacker's attempts."""
    limiter = RateLimiter(bytes(32))
    await count_allowed(limiter, limit, GUESSING)
    return await count_allowed(limiter, limit, [(OWNER, ADA)]) == 1


async def test_limit_per_pair_stops_neither_botnet_nor_spraying(
    measured: Callable[[str], None],
) -> None:
    guessed = await attack(login_limit_per_pair.LoginRateLimit, BOTNET)
    sprayed = await attack(login_limit_per_pair.LoginRateLimit, SPRAYING)

    assert (guessed, sprayed) == (TRIES, TRIES)
    assert await log_owner_in_after_guesses(login_limit_per_pair.LoginRateLimit)
    measured(
        f"At {STRICT.amount} a minute, {guessed} of {TRIES} guesses of a botnet at one"
        f" account were allowed, and {sprayed} of {TRIES} accounts sprayed from one IP."
    )


async def test_strict_limit_per_account_locks_the_owner_out(
    measured: Callable[[str], None],
) -> None:
    allowed = await attack(login_limit_per_account.LoginRateLimit, GUESSING)

    assert not await log_owner_in_after_guesses(login_limit_per_account.LoginRateLimit)
    measured(
        f"After {allowed} attempts of one attacker, the owner's own attempt from"
        " another IP was refused."
    )


async def test_three_limits_stop_all_attacks_and_let_the_owner_in() -> None:
    assert await attack(LoginRateLimit, GUESSING) == STRICT.amount
    assert await attack(LoginRateLimit, BOTNET) == LOOSE.amount
    assert await attack(LoginRateLimit, SPRAYING) == LOOSE.amount
    assert await log_owner_in_after_guesses(LoginRateLimit)
