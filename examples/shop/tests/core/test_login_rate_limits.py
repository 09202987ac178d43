"""Password guessing, credential stuffing and lockout, with the default limits."""

import pytest
from accounts import CORRECT_HORSE, access_token_of
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from limits import RateLimitItemPerMinute

from app.config import Settings
from app.core.errors import RateLimitedError
from app.core.passwords import PasswordHasher
from app.core.rate_limits import LoginRateLimit, RateLimiter
from app.main import create_app, create_rate_limits
from app.users.dependencies import get_password_hasher
from app.users.models import Role

LIMITS = create_rate_limits(Settings())
STRICT = LIMITS.login.amount
ACCOUNT = LIMITS.login_account.amount
IP = LIMITS.login_ip.amount
TWICE = RateLimitItemPerMinute(2)
ADA = "ada@example.com"
ME = "/api/v1/users/me"
OWNER, STRANGER = "192.0.2.1", "198.51.100.1"


@pytest.fixture
def limiter() -> RateLimiter:
    return RateLimiter(b"a secret of the tests, 32 bytes.")


async def count_allowed(limiter: RateLimiter, attempts: list[tuple[str, str]]) -> int:
    """Attempt a login from each client IP for its account; count what is allowed."""
    allowed = 0
    for ip, account in attempts:
        try:
            await LoginRateLimit(limiter, LIMITS, ip).check(account)
        except RateLimitedError:
            continue
        allowed += 1
    return allowed


async def test_client_guesses_at_one_account_up_to_the_strict_limit(
    limiter: RateLimiter,
) -> None:
    assert await count_allowed(limiter, [(STRANGER, "ada")] * 150) == STRICT


async def test_one_client_cannot_lock_the_owner_out(limiter: RateLimiter) -> None:
    await count_allowed(limiter, [(STRANGER, "ada")] * 150)

    assert await count_allowed(limiter, [(OWNER, "ada")] * STRICT) == STRICT


async def test_botnet_guesses_at_one_account_up_to_the_account_limit(
    limiter: RateLimiter,
) -> None:
    botnet = [(f"198.51.100.{number}", "ada") for number in range(150)] * 2

    assert await count_allowed(limiter, botnet) == ACCOUNT


async def test_attackers_lock_the_owner_out_only_at_the_account_limit(
    limiter: RateLimiter,
) -> None:
    attempts = [(f"198.51.100.{number}", "ada") for number in range(ACCOUNT)]

    await count_allowed(limiter, attempts[:-1])

    assert await count_allowed(limiter, [(OWNER, "ada")] * 2) == 1


async def test_spraying_client_is_stopped_at_the_ip_limit(limiter: RateLimiter) -> None:
    spraying = [(STRANGER, f"user-{number}") for number in range(150)]

    assert await count_allowed(limiter, spraying) == IP


def test_default_account_limit_takes_ten_clients_to_reach() -> None:
    strict, loose = LIMITS.login, LIMITS.login_account

    assert strict.get_expiry() == loose.get_expiry()
    assert loose.amount >= 10 * strict.amount


async def test_owner_logs_in_while_an_attacker_is_refused(
    shop_settings: Settings, cheap_hasher: PasswordHasher
) -> None:
    app = create_app(shop_settings.model_copy(update={"login_rate_limit": TWICE}))
    app.dependency_overrides[get_password_hasher] = lambda: cheap_hasher
    async with LifespanManager(app):
        await access_token_of(app.state.database, ADA, Role.CUSTOMER)
        stranger = [await log_in(app, STRANGER, "a guess") for _ in range(5)]
        owner = await log_in(app, OWNER, CORRECT_HORSE)

    assert stranger == [401, 401, 429, 429, 429]
    assert owner == 200


async def log_in(app: FastAPI, ip: str, password: str, account: str = ADA) -> int:
    transport = ASGITransport(app, client=(ip, 123))
    form = {"grant_type": "password", "username": account, "password": password}
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        return (await client.post("/api/v1/auth/token", data=form)).status_code


async def test_spelling_of_an_email_gives_no_further_attempts(
    shop_settings: Settings, cheap_hasher: PasswordHasher
) -> None:
    app = create_app(shop_settings.model_copy(update={"login_rate_limit": TWICE}))
    app.dependency_overrides[get_password_hasher] = lambda: cheap_hasher
    spellings = ["zoë@exämple.com", "ZOE\u0308@EXÄMPLE.COM", " zoë@xn--exmple-cua.com"]
    async with LifespanManager(app):
        statuses = [
            await log_in(app, STRANGER, "a guess", account=email) for email in spellings
        ]

    assert statuses == [401, 401, 429]


async def test_password_change_has_the_limits_of_a_login(
    shop_settings: Settings, cheap_hasher: PasswordHasher
) -> None:
    app = create_app(shop_settings.model_copy(update={"login_rate_limit": TWICE}))
    app.dependency_overrides[get_password_hasher] = lambda: cheap_hasher
    async with LifespanManager(app):
        known = await access_token_of(app.state.database, ADA, Role.CUSTOMER)
        token = app.state.tokens.issue(known)
        statuses = [await change_password(app, token) for _ in range(3)]

    assert statuses == [403, 403, 429]


async def change_password(app: FastAPI, token: str) -> int:
    transport = ASGITransport(app, client=(STRANGER, 123))
    headers = {"Authorization": f"Bearer {token}"}
    body = {"current_password": "a guess", "new_password": CORRECT_HORSE}
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.put(f"{ME}/password", json=body, headers=headers)
    return answer.status_code
