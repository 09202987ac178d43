"""Tokens that python-jose has issued, read by PyJWT."""

from datetime import timedelta

import pytest
from jwt import InvalidKeyError

from patterns.migrating.pyjwt_tokens import AccessTokens

KEY = b"k" * 32

# Both were made by python-jose 3.5.0, which is not installed here, with its function
# `jwt.encode`, the key above as text and algorithm HS256. The first has the claims sub
# "7", exp 4102444800, iat 1764000000, iss "shop" and aud "shop-api"; the second has sub
# only.
OF_PYTHON_JOSE = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
    "eyJzdWIiOiI3IiwiZXhwIjo0MTAyNDQ0ODAwLCJpYXQiOjE3NjQwMDAwMDAsImlzcyI6InNob3AiLCJh"
    "dWQiOiJzaG9wLWFwaSJ9."
    "Lpw5gwH1vOIrKyfuYxtApKW4Z9a3GAx3QlSnbsIs7tw"
)
WITHOUT_EXPIRY = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI3In0."
    "L-gmTGR5aDUmkZc6dbfayT0AssSErJwBkCezFVgBvtY"
)


@pytest.fixture
def tokens() -> AccessTokens:
    return AccessTokens(KEY, "shop", "shop-api")


def test_token_of_python_jose_is_read(tokens: AccessTokens) -> None:
    assert tokens.read(OF_PYTHON_JOSE) == 7


def test_own_token_is_read_until_it_expires(tokens: AccessTokens) -> None:
    assert tokens.read(tokens.issue(7, timedelta(minutes=1))) == 7
    assert tokens.read(tokens.issue(7, timedelta(minutes=-1))) is None


def test_token_without_expiry_is_refused(tokens: AccessTokens) -> None:
    assert tokens.read(WITHOUT_EXPIRY) is None


def test_token_of_another_key_is_refused() -> None:
    assert AccessTokens(b"o" * 32, "shop", "shop-api").read(OF_PYTHON_JOSE) is None


def test_short_key_is_refused() -> None:
    tokens = AccessTokens(b"short", "shop", "shop-api")

    with pytest.raises(InvalidKeyError, match="32 bytes"):
        tokens.read(OF_PYTHON_JOSE)
