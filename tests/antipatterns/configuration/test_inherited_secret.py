"""What a program that the app starts can read."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from anyio import run_process
from pydantic import ValidationError
from pydantic_settings import BaseSettings

from antipatterns.configuration import inherited_secret as wrong
from patterns.configuration import mounted_secret as right

BANK_KEY = "s3cret-of-the-bank"
PRINT_ENVIRONMENT = [sys.executable, "-c", "import os; print(dict(os.environ))"]
PRINT_PAYMENT_KEY = [
    sys.executable,
    "-c",
    "import os; print(os.environ['APP_PAYMENT_KEY'])",
]


def read[T: BaseSettings](settings: type[T]) -> T:
    """Read settings from the environment."""
    return settings()


async def test_child_process_inherits_the_secret(
    monkeypatch: pytest.MonkeyPatch, measured: Callable[[str], None]
) -> None:
    monkeypatch.setenv("APP_PAYMENT_KEY", BANK_KEY)
    key = read(wrong.Settings).payment_key

    inherited = await wrong.convert(PRINT_PAYMENT_KEY)

    printed = inherited.decode().strip()
    assert printed == key.get_secret_value()
    measured(f"The converter read `APP_PAYMENT_KEY` and printed `{printed}`.")


async def test_child_process_has_no_mounted_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("APP_PAYMENT_KEY", raising=False)
    monkeypatch.setitem(right.Settings.model_config, "secrets_dir", tmp_path)
    (tmp_path / "app_payment_key").write_text(f"{BANK_KEY}\n")
    key = read(right.Settings).payment_key

    printed = await right.convert(PRINT_ENVIRONMENT)

    assert key.get_secret_value() == BANK_KEY
    assert BANK_KEY.encode() not in printed


def test_variable_takes_precedence_over_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(right.Settings.model_config, "secrets_dir", tmp_path)
    (tmp_path / "app_payment_key").write_text("of-the-file")
    monkeypatch.setenv("APP_PAYMENT_KEY", BANK_KEY)

    assert read(right.Settings).payment_key.get_secret_value() == BANK_KEY


async def test_child_process_with_its_own_environment_inherits_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("APP_PAYMENT_KEY", BANK_KEY)

    result = await run_process(PRINT_ENVIRONMENT, env={"PATH": os.environ["PATH"]})

    assert BANK_KEY.encode() not in result.stdout


def test_missing_folder_warns_and_missing_secret_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("APP_PAYMENT_KEY", raising=False)
    monkeypatch.setitem(right.Settings.model_config, "secrets_dir", tmp_path / "none")

    with (
        pytest.warns(UserWarning, match="does not exist"),
        pytest.raises(ValidationError, match="payment_key"),
    ):
        read(right.Settings)
