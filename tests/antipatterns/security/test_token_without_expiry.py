"""Which claims PyJWT requires, and which it only validates if present."""

from collections.abc import Callable

import jwt
import pytest
from jwt import MissingRequiredClaimError
from pydantic import SecretStr

from antipatterns.security import token_without_expiry as wrong
from app.config import Settings
from app.core.errors import InvalidTokenError
from app.core.tokens import REQUIRED_CLAIMS, AccessToken
from app.main import create_access_tokens

KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def settings() -> Settings:
    return Settings(jwt_keys={"current": SecretStr(KEY)})


def token_without(claim: str, settings: Settings) -> str:
    """Sign the claims of the shop without one of them."""
    token = create_access_tokens(settings).issue(AccessToken(1, 1))
    claims = jwt.decode(token, options={"verify_signature": False})
    claims.pop(claim)
    return jwt.encode(claims, KEY, headers={"kid": "current"})


def test_token_without_expiry_is_accepted(measured: Callable[[str], None]) -> None:
    token = jwt.encode({"sub": "1"}, KEY)

    user_id = wrong.AccessTokens(KEY).read(token)

    assert user_id == 1
    measured(
        "A token whose only claim was `sub`, without `exp`, `iss` or `aud`, was"
        f" accepted for user {user_id}."
    )


@pytest.mark.parametrize("claim", REQUIRED_CLAIMS)
def test_shop_refuses_token_without_claim(claim: str, settings: Settings) -> None:
    with pytest.raises(InvalidTokenError):
        create_access_tokens(settings).read(token_without(claim, settings))


def test_pyjwt_requires_only_claims_it_has_to_compare(settings: Settings) -> None:
    missed = []
    for claim in REQUIRED_CLAIMS:
        try:
            jwt.decode(
                token_without(claim, settings),
                KEY,
                algorithms=["HS256"],
                audience=settings.jwt_audience,
                issuer=settings.jwt_issuer,
            )
        except MissingRequiredClaimError as error:
            missed.append(error.claim)

    assert missed == ["iss", "aud"]
