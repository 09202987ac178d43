"""What Compose prints of a service that gets a password."""

from collections.abc import Callable
from pathlib import Path
from secrets import token_hex

from tests.patterns.compose.compose_file import FILE, compose

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/compose/secret_in_environment.yaml"
PASSWORD = token_hex()


def times_printed(text: str, folder: Path) -> int:
    """Return how often `docker compose config` prints the password."""
    variables = folder / "variables"
    variables.write_text(f"DB_PASSWORD={PASSWORD}\nAPP_ALLOWED_HOSTS=[]\n")
    done = compose(text, "config", variables=variables)
    assert done.returncode == 0
    return done.stdout.count(PASSWORD)


def test_password_is_printed(
    tmp_path: Path, shown: Shown, measured: Callable[[str], None]
) -> None:
    count = times_printed(shown(WRONG), tmp_path)

    assert count == 2
    measured(f"`docker compose config` printed the password {count} times.")


def test_password_in_a_file_is_not_printed(tmp_path: Path, shown: Shown) -> None:
    assert times_printed(shown(FILE), tmp_path) == 0
