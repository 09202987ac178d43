"""Which version an app documents after a release."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import Request, Response

from antipatterns.configuration import version_setting as wrong
from patterns.configuration import version_of_package as right

Ask = Callable[[FastAPI, Request], Awaitable[Response]]

OPENAPI = Request("GET", "http://test/openapi.json")
RELEASED = "2.3.0"


@pytest.fixture(autouse=True)
def _released(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Install a package, as far as its metadata goes."""
    folder = tmp_path / f"shop-{RELEASED}.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(f"Name: shop\nVersion: {RELEASED}\n")
    monkeypatch.syspath_prepend(tmp_path)


async def documented(app: FastAPI, ask: Ask) -> str:
    """Return the version that clients read."""
    document = (await ask(app, OPENAPI)).json()
    version: str = document["info"]["version"]
    return version


async def test_version_in_settings_is_not_the_released_one(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    version = await documented(wrong.create_app(wrong.Settings()), ask)

    assert version == "1.0.0"
    measured(
        f"After the release of {RELEASED}, the OpenAPI document said version {version}."
    )


async def test_version_of_package_is_the_released_one(ask: Ask) -> None:
    assert await documented(right.create_app(), ask) == RELEASED
