import pytest
from accounts import CORRECT_HORSE, access_token_of

from app.core.database import Database
from app.core.errors import InvalidTokenError
from app.core.passwords import PasswordHasher
from app.core.tokens import AccessToken
from app.users.models import Role
from app.users.service import CredentialService


@pytest.fixture
def service(database: Database, cheap_hasher: PasswordHasher) -> CredentialService:
    return CredentialService(database, cheap_hasher)


@pytest.mark.parametrize("password", [CORRECT_HORSE, "wrong horse"])
async def test_revoked_token_raises_whatever_the_password(
    service: CredentialService, database: Database, password: str
) -> None:
    ada = await access_token_of(database, "ada@example.com", Role.CUSTOMER)
    void = AccessToken(ada.user_id, ada.version - 1)

    with pytest.raises(InvalidTokenError):
        await service.change_password(void, password, "a new, longer one")

    assert await service.authenticate("ada@example.com", CORRECT_HORSE) == ada


async def test_token_of_unknown_account_raises(service: CredentialService) -> None:
    with pytest.raises(InvalidTokenError):
        await service.change_password(AccessToken(404, 1), CORRECT_HORSE, "a new one")
