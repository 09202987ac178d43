"""The requests that every server gets."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from benchmarks.database import ADMIN, EMAIL, PASSWORD
from benchmarks.load import NUMBER, Plan
from benchmarks.results import SUBJECTS
from benchmarks.tokens import sign

ANY_NUMBER = NUMBER.decode()


@dataclass(frozen=True)
class Endpoint:
    """One request; `size` is its number per round, `goal` the ratio to reach."""

    name: str
    size: int
    target: str
    status: int = 200
    goal: float | None = None
    subjects: tuple[str, ...] = ("shop", "lean")
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def text(self) -> str:
        """The request as bytes of HTTP/1.1."""
        headers = {"Host": "127.0.0.1", "User-Agent": "benchmark", **self.headers}
        if self.body:
            headers["Content-Length"] = str(len(self.body))
        lines = [f"{name}: {value}" for name, value in headers.items()]
        return "\r\n".join([f"{self.target} HTTP/1.1", *lines, "", self.body])

    def plan(self, port: int, connections: int, size: int, first: int = 0) -> Plan:
        """Return the plan for one round."""
        return Plan(
            port=port,
            request=self.text,
            status=self.status,
            connections=connections,
            requests=size,
            first=first,
        )


def login(email: str = EMAIL, password: str = PASSWORD, status: int = 200) -> Endpoint:
    """Return a login request with these credentials."""
    form = {"grant_type": "password", "username": email, "password": password}
    return Endpoint(
        "login",
        4,
        "POST /api/v1/auth/token",
        status,
        body=urlencode(form),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )


def health() -> Endpoint:
    """Return the request that uses no database."""
    return Endpoint("health", 600, "GET /health", goal=0.60, subjects=SUBJECTS)


def endpoints() -> list[Endpoint]:
    """Return all requests that are compared."""
    token = {"Authorization": f"Bearer {sign(ADMIN, 1)}"}
    as_json = {**token, "Content-Type": "application/json"}
    item = {"name": "Lamp", "description": "Warm", "price": "12.50", "stock": 3}
    order = {"lines": [{"item_id": 1, "quantity": 2}, {"item_id": 2, "quantity": 1}]}
    items = "/api/v1/items"
    return [
        health(),
        Endpoint(
            "me",
            160,
            "GET /api/v1/users/me",
            goal=0.85,
            subjects=SUBJECTS,
            headers=token,
        ),
        Endpoint(
            "list", 120, f"GET {items}?page_size=20", goal=0.85, subjects=SUBJECTS
        ),
        Endpoint(
            "create",
            120,
            f"POST {items}",
            201,
            goal=0.80,
            body=json.dumps(item),
            headers=as_json,
        ),
        Endpoint(
            "order",
            60,
            "POST /api/v1/orders",
            201,
            body=json.dumps(order),
            headers={**as_json, "Idempotency-Key": f"order-{ANY_NUMBER}"},
        ),
        login(),
    ]
