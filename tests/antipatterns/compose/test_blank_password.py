"""A variable that is not set."""

import json
from collections.abc import Callable

from tests.patterns.compose.compose_file import FILE, compose

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/compose/blank_password.yaml"


def test_missing_password_is_blank(
    shown: Shown, measured: Callable[[str], None]
) -> None:
    done = compose(shown(WRONG), "config", "--format", "json")

    service = json.loads(done.stdout)["services"]["postgres"]
    password = service["environment"]["POSTGRES_PASSWORD"]
    assert (done.returncode, password) == (0, "")
    assert 'The \\"DB_PASSWORD\\" variable is not set' in done.stderr
    assert "the attribute `version` is obsolete, it will be ignored" in done.stderr
    measured(
        f"Compose ended with status {done.returncode} and a password of"
        f" {len(password)} characters. It warned of the variable, and that `version`"
        " is obsolete."
    )


def test_missing_variable_stops_compose(shown: Shown) -> None:
    done = compose(shown(FILE), "config", "--format", "json")

    assert done.returncode != 0
    assert "required variable APP_ALLOWED_HOSTS is missing a value" in done.stderr
    assert "obsolete" not in done.stderr
