"""Whether the OpenAPI document lists the statuses that a route answers."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from fastapi import APIRouter, FastAPI
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks

from antipatterns.routing import undocumented_errors as wrong
from app.core.problems import add_problem_handlers
from patterns.routing import documented_errors as right

CHECKS: Any = checks


def read_note(router: APIRouter, note_id: int) -> int:
    """Read a note, and return the status; FailureGroup if none documents it."""
    app = FastAPI()
    app.include_router(router)
    add_problem_handlers(app)
    schema: Any = schemathesis.openapi.from_asgi("/openapi.json", app)
    case = schema["/notes/{note_id}"]["GET"].Case(path_parameters={"note_id": note_id})
    response = case.call_and_validate(checks=[CHECKS.status_code_conformance])
    status: int = response.status_code
    return status


def test_schemathesis_reports_an_undocumented_404(
    measured: Callable[[str], None],
) -> None:
    assert read_note(wrong.router, 1) == 200

    with pytest.raises(FailureGroup) as caught:
        read_note(wrong.router, 2)

    [failure] = caught.value.exceptions
    received, documented = str(failure).partition("Received: ")[2].splitlines()[:2]
    assert (received, documented) == ("404", "Documented: 200, 422")
    measured(f"The route answered {received}. {documented}.")


def test_documented_404_passes() -> None:
    assert read_note(right.router, 1) == 200
    assert read_note(right.router, 2) == 404
