"""The service's name lies in `APP_NAME`; two other files repeat it."""

import tomllib

import pytest
from servers import SHOP

from app import APP_NAME
from app.config import Settings

NAMED = ["database_url", "jwt_issuer", "jwt_audience"]


def test_project_has_the_name_of_the_app() -> None:
    project = tomllib.loads((SHOP / "pyproject.toml").read_text())["project"]

    assert project["name"] == APP_NAME


@pytest.mark.parametrize("field", NAMED)
def test_example_file_has_the_name_of_the_app(
    monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    """After a rename, the failure shows the old value in `.env.example`."""
    monkeypatch.setitem(Settings.model_config, "env_file", SHOP / ".env.example")

    assert getattr(Settings(), field) == Settings.model_fields[field].default
