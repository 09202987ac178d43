"""A fresh copy of the shop for each test."""

from pathlib import Path

import pytest

from tests.patterns.extending.copied_app import CopiedApp, copy_app


@pytest.fixture
def copied(tmp_path: Path) -> CopiedApp:
    return copy_app(tmp_path / "shop")
