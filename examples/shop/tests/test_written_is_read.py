"""The response to a write is what the next read returns, on both engines."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

import pytest
from accounts import CORRECT_HORSE, SignIn
from fastapi import FastAPI
from hostile import parts
from httpx import AsyncClient, Response
from samples import Json

from app.core.money import PRICE

ITEMS = "/api/v1/items"
USERS = "/api/v1/users"
type Write = Callable[[AsyncClient, str], Awaitable[Response]]

JSON = {"Content-Type": "application/json"}
IF_ANY = {"If-Match": "*"}
ACCEPTED = {
    "0": "0.00",
    "-0": "0.00",
    "-0.0": "0.00",
    "0e9": "0.00",
    "1e2": "100.00",
    "4.5": "4.50",
    "99999999.99": "99999999.99",
    '"0"': "0.00",
    '"0.0"': "0.00",
    '"4.5"': "4.50",
    '"100"': "100.00",
    '"99999999.99"': "99999999.99",
}
REFUSED = [
    *["NaN", "Infinity", "-Infinity", "1e400", "1E+400", "-1", "0.001", "100000000"],
    *["9" * 400, "true", "null", "{}", "[]", "-0.001", "1e-3", "4.505"],
    *[f'"{text}"' for text in ("-0", "+1", "00.1", "1_0", "1e2", "1E+400", ".5", "5.")],
    *[f'"{text}"' for text in ("NaN", "inf", "-1", " 1", "1 ", "1\\n", "", "1,5")],
    *[
        f'"{text}"'
        for text in ("\u0661", "\uff11", "0.001", "100000000", "9" * 5000, "0" * 5000)
    ],
]
TEXTS = ["Tea", " Tea  ", "Cafe\u0301", "\u00c5ngstro\u0308m", "茶 🍵", "a\u00a0b"]


def strings(value: Json) -> Iterator[str]:
    """Yield every text in a JSON value."""
    if isinstance(value, str):
        yield value
    for part in parts(value).values():
        yield from strings(part)


def money_fields(document: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Return the schemas and fields of a request that take an amount."""
    return {
        (name, field)
        for name, schema in document["components"]["schemas"].items()
        for field, definition in schema.get("properties", {}).items()
        if PRICE.pattern in strings(definition)
    }


async def create(admin: AsyncClient, price: str, name: str = '"Tea"') -> Response:
    body = f'{{"name": {name}, "price": {price}, "stock": 5}}'
    return await admin.post(ITEMS, content=body, headers=JSON)


async def update(admin: AsyncClient, price: str) -> Response:
    path = f"{ITEMS}/{(await create(admin, '1')).json()['id']}"
    body = f'{{"price": {price}}}'
    return await admin.patch(path, content=body, headers=JSON | IF_ANY)


WRITERS: dict[tuple[str, str], Write] = {
    ("ItemCreate", "price"): create,
    ("ItemUpdate", "price"): update,
}


async def test_every_field_with_an_amount_is_tested(app: FastAPI) -> None:
    assert money_fields(app.openapi()) == WRITERS.keys(), (
        "add to WRITERS how to write each amount"
    )


@pytest.mark.parametrize("write", WRITERS.values())
async def test_amount_has_one_spelling(
    admin: AsyncClient, client: AsyncClient, write: Write, subtests: pytest.Subtests
) -> None:
    for price, spelling in ACCEPTED.items():
        with subtests.test(price=price):
            response = await write(admin, price)

            assert response.is_success
            assert response.json()["price"] == spelling
            read = await client.get(f"{ITEMS}/{response.json()['id']}")
            assert read.json() == response.json()
            assert read.headers["etag"] == response.headers["etag"]


@pytest.mark.parametrize("write", WRITERS.values())
async def test_other_spelling_of_an_amount_is_refused(
    admin: AsyncClient, write: Write, subtests: pytest.Subtests
) -> None:
    for price in REFUSED:
        with subtests.test(price=price):
            response = await write(admin, price)

            assert response.status_code == 422
            assert response.json()["code"] == "validation_error"


async def test_item_is_read_as_written(
    admin: AsyncClient, client: AsyncClient, subtests: pytest.Subtests
) -> None:
    for text in TEXTS:
        with subtests.test(text=text):
            body = {"name": text, "description": text, "price": "1", "stock": 1}
            created = (await admin.post(ITEMS, json=body)).json()
            path = f"{ITEMS}/{created['id']}"
            assert (await client.get(path)).json() == created

            changed = await admin.patch(path, json={"name": "Cup"}, headers=IF_ANY)
            assert (await client.get(path)).json() == changed.json()

            archived = await admin.post(f"{path}/archive", headers=IF_ANY)
            assert (await client.get(path)).json() == archived.json()


async def test_item_is_listed_as_written(
    admin: AsyncClient, client: AsyncClient
) -> None:
    created = await create(admin, "-0")

    listed = (await client.get(ITEMS)).json()["items"]

    assert listed == [created.json()]


async def test_account_is_read_as_written(
    client: AsyncClient, sign_in: SignIn, subtests: pytest.Subtests
) -> None:
    emails = ["Grace@Example.COM", "jos\u0065\u0301@b\u00fccher.example"]
    for email, text in zip(emails, TEXTS, strict=False):
        with subtests.test(email=email):
            body = {"email": email, "password": CORRECT_HORSE, "full_name": text}
            created = (await client.post(USERS, json=body)).json()
            own = await sign_in(created["email"])
            assert (await own.get(f"{USERS}/me")).json() == created

            for full_name in TEXTS:
                changed = await own.patch(
                    f"{USERS}/me", json={"full_name": full_name}, headers=IF_ANY
                )
                assert (await own.get(f"{USERS}/me")).json() == changed.json()
