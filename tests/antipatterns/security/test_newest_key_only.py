"""Which tokens still count when the key has been changed."""

from collections.abc import Callable, Iterable

from jwt import PyJWTError
from pydantic import SecretStr

from antipatterns.security import newest_key_only as wrong
from app.config import Settings
from app.core import tokens as right
from app.core.errors import InvalidTokenError
from app.core.tokens import AccessToken

USERS = 3
OLD = {"october": SecretStr("0123456789abcdef0123456789abcdef")}
NEW = {"november": SecretStr("fedcba9876543210fedcba9876543210")}
BEFORE = Settings(jwt_keys=OLD)
AFTER = Settings(jwt_keys=NEW | OLD)


def count_accepted(tokens: Iterable[str], read: Callable[[str], AccessToken]) -> int:
    """Count the tokens that are accepted."""
    accepted = 0
    for token in tokens:
        try:
            read(token)
        except (PyJWTError, InvalidTokenError):
            continue
        accepted += 1
    return accepted


def test_a_new_key_voids_every_token(measured: Callable[[str], None]) -> None:
    before, after = wrong.AccessTokens(BEFORE), wrong.AccessTokens(AFTER)
    tokens = [before.issue(AccessToken(user_id, 1)) for user_id in range(1, USERS + 1)]

    assert count_accepted(tokens, before.read) == USERS
    assert count_accepted(tokens, after.read) == 0
    measured(f"Of {USERS} tokens that counted, the new key left 0.")


def test_the_shop_accepts_the_key_of_before() -> None:
    before, after = right.AccessTokens(BEFORE), right.AccessTokens(AFTER)
    tokens = [before.issue(AccessToken(user_id, 1)) for user_id in range(1, USERS + 1)]

    assert count_accepted(tokens, after.read) == USERS
