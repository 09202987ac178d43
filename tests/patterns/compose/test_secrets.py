"""The secrets that the script writes, and the settings that read them."""

import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from servers import SHOP

from app.config import Settings, load_settings
from tests.patterns.compose.compose_file import FILE, read_config

type Shown = Callable[[str], str]

SCRIPT = "examples/shop/deploy/make_secrets.sh"
PARTS = ("random_text", "make_secrets")


def run(script: str, folder: Path) -> int:
    """Run a script in a folder; return its exit status."""
    command = ["sh", "-euc", script]
    return subprocess.run(command, cwd=folder, check=False).returncode


@pytest.fixture
def secrets(tmp_path: Path, shown: Shown) -> Path:
    """Return the folder that the shown functions write."""
    functions = [shown(f"{SCRIPT}::{name}") for name in PARTS]
    assert run("\n".join([*functions, "make_secrets"]), tmp_path) == 0
    return tmp_path / "secrets"


def test_secrets_configure_the_shop_in_production(
    secrets: Path, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = read_config(shown(FILE))["services"]["api"]
    for name, value in service["environment"].items():
        monkeypatch.setenv(name, value)

    settings = load_settings(secrets)

    assert settings.in_production
    assert settings.database_url.host == "postgres"
    password = (secrets / "postgres_password").read_text()
    assert settings.database_url.password == password
    assert len(password) == 64


def test_mounted_names_are_those_of_settings(shown: Shown) -> None:
    config = read_config(shown(FILE))
    mounted = {
        secret["target"].removeprefix("/run/secrets/")
        for name in ("api", "worker", "migrate")
        for secret in config["services"][name]["secrets"]
    }

    assert mounted == {"app_database_url", "app_jwt_keys"}
    assert {name.removeprefix("app_") for name in mounted} < set(Settings.model_fields)


def test_every_secret_is_a_file_of_the_ignored_folder(
    secrets: Path, shown: Shown
) -> None:
    files = {
        Path(secret["file"]) for secret in read_config(shown(FILE))["secrets"].values()
    }
    written = {path.name for path in secrets.iterdir()}

    assert {file.parent for file in files} == {SHOP / "secrets"}
    assert {file.name for file in files} - written == {
        "tls_certificate.pem",
        "tls_key.pem",
    }
    assert "secrets/" in (SHOP / ".gitignore").read_text().splitlines()


def test_other_users_of_the_host_cannot_enter_the_folder(secrets: Path) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) for path in secrets.iterdir()}

    assert stat.S_IMODE(secrets.stat().st_mode) == 0o700
    assert modes == {0o644}  # for the user of the container


def test_second_run_keeps_the_secrets(tmp_path: Path, shown: Shown) -> None:
    script = shown(SCRIPT)
    assert run(script, tmp_path) == 0
    before = (tmp_path / "secrets" / "app_jwt_keys").read_text()

    assert run(script, tmp_path) != 0
    assert (tmp_path / "secrets" / "app_jwt_keys").read_text() == before
