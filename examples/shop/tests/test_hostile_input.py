"""Hostile input to every operation of the OpenAPI document: never a 500."""

from collections.abc import AsyncGenerator, Callable, Mapping

import pytest
from accounts import CORRECT_HORSE, SignIn, access_token_of
from fastapi import FastAPI, status
from hostile import (
    DOCUMENTS,
    HEADERS,
    MEDIA_TYPES,
    PATH_VALUES,
    TOKENS,
    VALUES,
    WRITERS,
    Place,
    leaves,
)
from httpx import AsyncClient, Response
from rates import unlimited
from samples import Json, Operation, operations
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from surface import STOCK, make_owned, parameters

from app.config import Settings
from app.core.database import Base, Database
from app.core.problems import Problem
from app.users.models import Role

ADMIN = "admin@example.com"
COUNTS = select(
    *[
        select(func.count()).select_from(table).scalar_subquery()
        for table in Base.metadata.sorted_tables
    ]
)
EXPECTED_REFUSALS = {
    "POST /api/v1/auth/refresh": 401,  # this token was never issued
    "PUT /api/v1/users/me/password": 403,  # this is no account's password
}
OTHER_HEADERS = ["Accept", "Cookie", "Origin", "User-Agent", "X-Request-ID"]

Attackers = Callable[[], AsyncGenerator["Attacker"]]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Return settings without rate limits and without a log line per request."""
    return unlimited(settings).model_copy(update={"log_level": "ERROR"})


@pytest.fixture
async def known(
    app: FastAPI, admin: AsyncClient, database: Database, session: AsyncSession
) -> dict[str, Json]:
    """Return values that name stored rows, by the names of fields and parameters."""
    paths = app.openapi()["paths"]
    names = sorted({name for path in paths for name in parameters(path)})
    rows = {name: await make_owned(name, admin, session) for name in names}
    grace = await access_token_of(database, "grace@example.com", Role.CUSTOMER)
    return {
        **rows,
        "user_id": grace.user_id,  # an admin can't change their own role
        "username": ADMIN,
        "password": CORRECT_HORSE,
        "stock": STOCK,
        "if-match": "*",
    }


def is_refusal(response: Response) -> bool:
    """Tell whether this is a 4xx with a problem."""
    media_type = response.headers.get("content-type")
    return response.is_client_error and media_type == "application/problem+json"


def refused(response: Response) -> set[Place]:
    """Return the places in the body that the problem reports."""
    if response.is_success:
        return set()
    problem = Problem.model_validate_json(response.content)
    return {tuple(error.loc[1:]) for error in problem.errors or []}


def as_bytes(headers: Mapping[str, bytes]) -> dict[bytes, bytes]:
    """Return the headers in the form that httpx accepts for bytes."""
    return {name.encode(): value for name, value in headers.items()}


class Attacker:
    """Sends hostile input to one operation, as an admin."""

    def __init__(
        self, operation: Operation, client: AsyncClient, database: Database
    ) -> None:
        self.operation = operation
        self.client = client
        self.database = database
        self.rows: list[int] | None = None  # known after the first request

    async def count_rows(self) -> list[int]:
        """Return the number of rows of each table."""
        async with self.database.sessions() as session:
            return list((await session.execute(COUNTS)).one())

    async def send(
        self,
        url: str = "",
        content: bytes = b"",
        headers: Mapping[str, bytes] | None = None,
    ) -> Response:
        """Send a request; assert a success, or a 4xx that changed no row."""
        before = self.rows or await self.count_rows()
        response = await self.client.request(
            self.operation.method,
            url or self.operation.url(),
            content=content,
            headers=as_bytes({**self.operation.headers(), **(headers or {})}),
        )
        self.rows = await self.count_rows()

        assert response.is_success or is_refusal(response)
        assert response.is_success or before == self.rows
        return response

    async def send_body(
        self, media_type: str, raw: Mapping[Place, str], header: bytes | None = None
    ) -> Response:
        """Send a valid body with raw text at some places, or another media type."""
        body = WRITERS[media_type](self.operation.body(media_type), raw)
        headers = {"Content-Type": media_type.encode() if header is None else header}
        return await self.send(content=body.encode(), headers=headers)

    async def replace_values(self, media_type: str) -> None:
        """Send each value at all places at once, then alone where it was accepted."""
        everywhere = list(leaves(self.operation.body(media_type)))
        for value in VALUES[media_type]:
            raw = dict.fromkeys(everywhere, value)
            response = await self.send_body(media_type, raw)
            if response.status_code == status.HTTP_400_BAD_REQUEST:
                continue  # it is no document at all
            for place in raw.keys() - refused(response):
                await self.send_body(media_type, {place: value})

    async def replace_document(self, media_type: str) -> None:
        """Send invalid documents, and a valid one under other media types."""
        good = WRITERS[media_type](self.operation.body(media_type), {}).encode()
        doubled = good[:-1] + b"," + good[1:]  # JSON with each key twice
        for document in [*DOCUMENTS, doubled]:
            headers = {"Content-Type": media_type.encode()}
            await self.send(content=document, headers=headers)
        for name in MEDIA_TYPES:
            await self.send_body(media_type, {}, name)

    async def replace_path(self) -> None:
        """Send each value in the path and in each query parameter."""
        for value in PATH_VALUES:
            for name in self.operation.names("path"):
                await self.send(self.operation.url({name: value}))
            for name in self.operation.names("query"):
                await self.send(f"{self.operation.url()}?{name}={value}")


@pytest.fixture
def attackers(
    app: FastAPI, known: dict[str, Json], sign_in: SignIn, database: Database
) -> Attackers:
    """Return an attacker for each documented operation."""

    async def attackers() -> AsyncGenerator[Attacker]:
        for operation in operations(app.openapi(), known):
            client = await sign_in(
                ADMIN, Role.ADMIN
            )  # an operation may have revoked the token
            yield Attacker(operation, client, database)

    return attackers


async def test_bodies_are_refused_or_harmless(
    attackers: Attackers, subtests: pytest.Subtests
) -> None:
    async for attacker in attackers():
        operation = attacker.operation
        for media_type in operation.body_schemas:
            with subtests.test(operation.label):
                response = await attacker.send_body(media_type, {})
                expected = EXPECTED_REFUSALS.get(operation.label)
                assert response.is_success or response.status_code == expected

                await attacker.replace_document(media_type)
                await attacker.replace_values(media_type)


async def test_paths_and_queries_are_refused_or_harmless(
    attackers: Attackers, subtests: pytest.Subtests
) -> None:
    async for attacker in attackers():
        with subtests.test(attacker.operation.label):
            await attacker.replace_path()


async def test_headers_are_refused_or_harmless(
    attackers: Attackers, subtests: pytest.Subtests
) -> None:
    async for attacker in attackers():
        for name in attacker.operation.names("header"):
            with subtests.test(attacker.operation.label, name=name):
                for value in HEADERS:
                    others = dict.fromkeys(OTHER_HEADERS, value)
                    await attacker.send(headers={**others, name: value})


async def test_tokens_are_refused(client: AsyncClient) -> None:
    for token in TOKENS:
        headers = as_bytes({"Authorization": token})
        response = await client.get("/api/v1/users/me", headers=headers)

        assert response.status_code == 401
        assert is_refusal(response)
