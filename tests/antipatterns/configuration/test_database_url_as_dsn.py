"""A database URL with an option of libpq, as managed databases hand it out."""

from collections.abc import Callable

import pytest
from pydantic import ValidationError
from pydantic_settings import BaseSettings

from antipatterns.configuration import database_url_as_dsn as wrong
from app.config import Settings

URL = "postgresql+asyncpg://shop:s3cret@db/shop?sslmode=require"


def read[T: BaseSettings](settings: type[T]) -> T:
    """Read settings from the environment."""
    return settings()


async def test_accepted_url_fails_at_the_first_connection(
    monkeypatch: pytest.MonkeyPatch, measured: Callable[[str], None]
) -> None:
    monkeypatch.setenv("APP_DATABASE_URL", URL)
    engine = wrong.create_engine(read(wrong.Settings))

    with pytest.raises(TypeError) as caught:
        await engine.connect()

    await engine.dispose()
    assert "unexpected keyword argument 'sslmode'" in str(caught.value)
    measured(
        "The settings accepted the URL; the first connection raised "
        f"`TypeError: {caught.value}`."
    )


def test_shop_refuses_the_option_at_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_DATABASE_URL", URL)

    with pytest.raises(ValidationError, match="unknown option sslmode"):
        Settings()
