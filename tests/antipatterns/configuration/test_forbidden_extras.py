"""A `.env` that Docker Compose reads as well."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from antipatterns.configuration import forbidden_extras as wrong
from app.config import Settings


@pytest.fixture(autouse=True)
def _shared_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(Settings.model_config, "env_file", ".env")
    Path(".env").write_text("APP_DEBUG=true\nPOSTGRES_PASSWORD=s3cret\n")


def test_variable_of_another_program_stops_the_start(
    measured: Callable[[str], None],
) -> None:
    with pytest.raises(ValidationError) as caught:
        wrong.Settings()

    [fault] = caught.value.errors()
    assert fault["loc"] == ("postgres_password",)
    assert fault["msg"] == "Extra inputs are not permitted"
    measured(
        "A `.env` with `POSTGRES_PASSWORD` for Docker Compose stopped the start: "
        f"`{fault['msg']}`."
    )


@pytest.mark.parametrize(
    "settings", [wrong.Settings, Settings], ids=["forbid", "ignore"]
)
def test_unknown_variable_of_the_environment_is_ignored_by_both(
    monkeypatch: pytest.MonkeyPatch, settings: type[wrong.Settings | Settings]
) -> None:
    Path(".env").unlink()
    monkeypatch.setenv("APP_DEBUG_MODE", "true")

    assert not settings().debug


def test_shop_ignores_the_variable_of_another_program() -> None:
    assert Settings().debug
