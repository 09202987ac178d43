import pytest
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database, unit_of_work
from app.core.etags import EntityTags
from app.core.pagination import PageParams
from app.core.passwords import PasswordHasher
from app.users.exceptions import EmailTakenError, UserNotFoundError
from app.users.models import User
from app.users.schemas import UserCreate, UserUpdate
from app.users.service import UserService

ADA = UserCreate(
    email="Ada@example.com", password=SecretStr("correct horse battery staple")
)


ANY = EntityTags(is_any=True)


@pytest.fixture
def service(session: AsyncSession) -> UserService:
    return UserService.on(session)


async def test_registered_account_is_flushed_with_a_hash(
    service: UserService, session: AsyncSession, cheap_hasher: PasswordHasher
) -> None:
    user = await service.register(ADA, cheap_hasher)

    assert user.email == "ada@example.com"
    stored = await session.get_one(User, user.id)
    assert cheap_hasher.algorithm.verify(
        ADA.password.get_secret_value(), stored.password_hash
    )


async def test_times_are_aware_and_in_utc(
    service: UserService, cheap_hasher: PasswordHasher
) -> None:
    user = await service.register(ADA, cheap_hasher)

    assert user.created_at.tzname() == "UTC"
    assert user.updated_at.tzname() == "UTC"


async def test_duplicate_email_raises_email_taken_error(
    service: UserService, cheap_hasher: PasswordHasher
) -> None:
    await service.register(ADA, cheap_hasher)

    with pytest.raises(EmailTakenError) as caught:
        await service.register(ADA, cheap_hasher)

    assert caught.value.code == "email_taken"
    assert caught.value.__cause__ is not None


async def test_unknown_id_raises_user_not_found_error(service: UserService) -> None:
    with pytest.raises(UserNotFoundError, match="There is no user 404"):
        await service.read(404)
    with pytest.raises(UserNotFoundError, match="There is no user 404"):
        await service.update(404, UserUpdate(), EntityTags(is_any=True))


async def test_registered_account_is_read_and_listed(
    service: UserService, cheap_hasher: PasswordHasher
) -> None:
    user = await service.register(ADA, cheap_hasher)

    page = await service.list_page(PageParams())

    assert await service.read(user.id) == user
    assert page.items == [user]
    assert page.total == 1


async def test_update_keeps_the_fields_that_are_not_set(
    service: UserService, cheap_hasher: PasswordHasher
) -> None:
    user = await service.register(ADA, cheap_hasher)

    changed = await service.update(user.id, UserUpdate(full_name="Ada King"), ANY)

    assert (changed.email, changed.full_name) == ("ada@example.com", "Ada King")


async def test_job_registers_in_its_own_unit_of_work(
    database: Database, session: AsyncSession, cheap_hasher: PasswordHasher
) -> None:
    async with unit_of_work(database) as work:
        service = UserService.on(work)
        user = await service.register(ADA, cheap_hasher)

    assert (await session.scalars(select(User.id))).all() == [user.id]


async def test_update_of_unknown_id_raises_user_not_found_error(
    service: UserService,
) -> None:
    with pytest.raises(UserNotFoundError):
        await service.update(404, UserUpdate(full_name="Ada"), ANY)
