"""Which tokens are still accepted after the key was rotated."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from jwt import PyJWTError

from antipatterns.security import single_signing_key as wrong
from app.core import tokens as right
from app.core.errors import InvalidTokenError
from app.core.tokens import AccessToken

USERS = 3
OLD = {"october": b"0123456789abcdef0123456789abcdef"}
NEW = {"november": b"fedcba9876543210fedcba9876543210"}


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


def issue_tokens(issue: Callable[[AccessToken], str]) -> list[str]:
    """Return a token of each user."""
    return [issue(AccessToken(user_id, user_id)) for user_id in range(1, USERS + 1)]


def test_new_key_refuses_every_older_token(measured: Callable[[str], None]) -> None:
    before, after = wrong.AccessTokens(OLD), wrong.AccessTokens(NEW | OLD)
    tokens = issue_tokens(before.issue)

    assert count_accepted(tokens, before.read) == USERS
    accepted = count_accepted(tokens, after.read)
    assert accepted == 0
    measured(f"Of {USERS} valid tokens, the app with the new key accepted {accepted}.")


def test_shop_accepts_tokens_of_previous_key() -> None:
    before, after = [
        right.AccessTokens(keys, "issuer", "audience", timedelta(minutes=30))
        for keys in (OLD, NEW | OLD)
    ]

    assert count_accepted(issue_tokens(before.issue), after.read) == USERS
