"""Generated requests for every operation of the OpenAPI document (schemathesis)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

import pytest
import schemathesis
from accounts import access_token_of, hasher_with
from anyio import to_thread
from hypothesis import HealthCheck, given, strategies
from hypothesis import settings as hypothesis_settings
from rates import unlimited
from schemathesis import GenerationMode
from schemathesis.generation.drivers import CoverageGenerator
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.generation.overrides import Override
from schemathesis.specs.openapi import checks
from servers import http_server

from app.config import Settings
from app.core.database import Database
from app.main import create_access_tokens, create_app
from app.users.dependencies import get_password_hasher
from app.users.models import Role

pytestmark = pytest.mark.processes

EXAMPLES = 12  # of each operation that takes input, valid and invalid ones each
ADMIN = "admin@example.com"
NOT_REACHED = {400, 401, 422}  # answered before the service was asked
SECRETS_NEEDED = {"POST /api/v1/auth/token", "POST /api/v1/auth/refresh"}

# Every check is on; these operations alone may refuse what their schema allows.
REFUSES_MORE = {
    "POST /api/v1/items": "a price as a number has two decimal places",
    "GET /api/v1/items": "likewise",
    "POST /api/v1/users": "a common password is refused, and no schema lists them",
    "PUT /api/v1/users/me/password": "likewise",
    "PATCH /api/v1/users/me": "If-Match is required by 428, not by 422",
    "PATCH /api/v1/users/{user_id}": "likewise",
    "PATCH /api/v1/items/{item_id}": "If-Match is asked for by 428, not by 422",
    "POST /api/v1/items/{item_id}/archive": "likewise",
    "POST /api/v1/orders": "a quantity of 1.0 is none, though JSON Schema says so",
    "GET /api/v1/orders": "a cursor is one that the shop gave",
}

CHECKS: Any = checks
type Operation = Any  # schemathesis leaves parts of its own types unknown
type Case = Any

# `format: email` allows names that are reserved (a.test); EmailStr refuses them.
schemathesis.openapi.format(
    "email", strategies.from_regex(r"[a-z]{1,20}@example\.com", fullmatch=True)
)
# Hypothesis prefers simple text, which is a guessable password.
schemathesis.openapi.format(
    "password", strategies.integers().map(lambda n: sha256(str(n).encode()).hexdigest())
)


def with_input(
    operations: list[Operation],
) -> Iterator[tuple[Operation, GenerationMode]]:
    """Yield each operation with the kinds of input that it takes."""
    for operation in operations:
        yield operation, GenerationMode.POSITIVE
        if operation.body or operation.path_parameters or operation.query:
            yield operation, GenerationMode.NEGATIVE


def excluded_checks(operation: Operation) -> list[Any]:
    """Return the one check that an operation may fail, with a reason above."""
    return [CHECKS.positive_data_acceptance] if operation.label in REFUSES_MORE else []


def ask(
    operation: Operation, mode: GenerationMode, headers: dict[str, str]
) -> set[int]:
    """Send generated requests, with all checks of schemathesis; return the statuses."""
    statuses: set[int] = set()
    excluded = excluded_checks(operation)

    @hypothesis_settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Case) -> None:
        response = case.call_and_validate(headers=headers, excluded_checks=excluded)
        statuses.add(response.status_code)

    send()
    return statuses


def ask_at_limits(operation: Operation, headers: dict[str, str]) -> set[int]:
    """Send what the document's own limits suggest; return the statuses.

    Each length and number at its limit and just beyond, parameters that are missing
    or doubled, methods that the path doesn't have.
    """
    generator: Any = CoverageGenerator(
        operation=operation,
        generation_modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE],
        generation_config=operation.schema.config.generation,
        auth_storage=None,
        override=Override(),
        feedback=NO_FEEDBACK,
    )
    cases: Iterable[Case] = generator
    excluded = excluded_checks(operation)
    return {
        case.call_and_validate(headers=headers, excluded_checks=excluded).status_code
        for case in cases
    }


async def test_every_operation_keeps_to_its_document(
    settings: Settings, committing_database: Database, subtests: pytest.Subtests
) -> None:
    app = create_app(unlimited(settings))
    hasher = hasher_with()
    app.dependency_overrides[get_password_hasher] = lambda: hasher
    tokens = create_access_tokens(settings)
    statuses: dict[str, set[int]] = defaultdict(set)

    with http_server(app) as address:
        schema: Any = schemathesis.openapi.from_dict(app.openapi())
        schema.config.update(base_url=address)
        operations = [result.ok() for result in schema.get_all_operations()]

        async def log_in() -> dict[str, str]:
            token = await access_token_of(committing_database, ADMIN, Role.ADMIN)
            return {"Authorization": f"Bearer {tokens.issue(token)}"}

        for operation in operations:
            headers = await log_in()
            with subtests.test(operation.label, mode="limits"):
                found = await to_thread.run_sync(ask_at_limits, operation, headers)
                statuses[operation.label] |= found
        for operation, mode in with_input(operations):
            headers = await log_in()
            with subtests.test(operation.label, mode=mode.value):
                found = await to_thread.run_sync(ask, operation, mode, headers)
                statuses[operation.label] |= found

    unreached = {label for label, found in statuses.items() if found <= NOT_REACHED}
    assert unreached <= SECRETS_NEEDED
