"""Checks of the layers know a module by its file and folder."""

from pathlib import Path

import pytest

from handbook.common.files import ROOT
from handbook_checks.findings import find
from handbook_checks.rules import load
from tests.handbook_checks.conftest import Service

IMPORT = "from fastapi import Request\n"


def ids(path: str) -> list[str]:
    return [finding.rule for finding in find([Path(path)], load())]


@pytest.mark.parametrize(
    "path",
    [
        "app/users/service.py",
        "app/users_service.py",
        "app/services/users.py",
        "app/services/users/service.py",
        "app/users/repository.py",
        "app/repositories/users.py",
        "app/users/models.py",
        "app/models/user.py",
        "app/crud/users.py",
        "app/domain/users.py",
    ],
)
def test_fastapi_below_the_router_is_found(service: Service, path: str) -> None:
    service(path, IMPORT)

    assert ids(".") == ["STR-002"]


@pytest.mark.parametrize(
    "path",
    [
        "app/users/router.py",
        "app/users/dependencies.py",
        "app/services/dependencies.py",
        "app/domain/users/router.py",
        "app/core/problems.py",
        "tests/services/test_users.py",
        "services/users/app/security.py",
    ],
)
def test_fastapi_in_a_module_of_http_is_accepted(service: Service, path: str) -> None:
    service(path, IMPORT)

    assert ids(".") == []


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (
            "layered/app/services/user.py",
            [(1, "STR-002"), (18, "ERR-001"), (18, "ERR-012")],
        ),
        ("domains/src/orders/service.py", [(3, "STR-002"), (17, "ERR-001")]),
    ],
)
def test_http_in_the_services_of_other_layouts_is_found(
    path: str, found: list[tuple[int, str]]
) -> None:
    only = {name: load()[name] for name in ("STR-002", "ERR-001", "ERR-012")}

    findings = find([ROOT / "tests/foreign" / path], only)

    assert [(finding.line, finding.rule) for finding in findings] == found
