"""A token that says nothing of its end."""

from collections.abc import Callable

import jwt
import pytest
from pydantic import SecretStr

from antipatterns.security import eternal_token as wrong
from app.config import Settings
from app.core.errors import InvalidTokenError
from app.core.tokens import AccessToken, AccessTokens

KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def settings() -> Settings:
    return Settings(jwt_keys={"current": SecretStr(KEY)})


def token_without(claim: str, settings: Settings) -> str:
    """Sign what the shop itself would, but for one claim."""
    token = AccessTokens(settings).issue(AccessToken(1, 1))
    claims = jwt.decode(token, options={"verify_signature": False})
    claims.pop(claim)
    return jwt.encode(claims, KEY, headers={"kid": "current"})


def test_token_without_an_end_is_accepted(measured: Callable[[str], None]) -> None:
    token = jwt.encode({"sub": "1"}, KEY)

    user_id = wrong.AccessTokens(KEY).read(token)

    assert user_id == 1
    assert "exp" not in jwt.decode(token, options={"verify_signature": False})
    measured(
        f"A token of the claims `sub` alone, with no end, spoke for user {user_id}."
    )


@pytest.mark.parametrize("claim", ["exp", "iss", "aud", "jti", "type"])
def test_the_shop_requires_every_claim(claim: str, settings: Settings) -> None:
    with pytest.raises(InvalidTokenError):
        AccessTokens(settings).read(token_without(claim, settings))
