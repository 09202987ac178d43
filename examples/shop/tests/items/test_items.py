from datetime import datetime
from decimal import Decimal

import pytest
from accounts import SignIn
from httpx import AsyncClient
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.items.models import Item

ITEMS = "/api/v1/items"
TEA = {"name": "Tea", "description": None, "price": "4.50", "stock": 10}


async def add(session: AsyncSession, *items: Item) -> None:
    session.add_all(items)
    await session.commit()


@pytest.fixture
async def tea(session: AsyncSession) -> Item:
    item = Item(name="Tea", price=Decimal("4.50"), stock=10)
    await add(session, item)
    return item


async def test_created_item_is_returned_and_stored(
    admin: AsyncClient, session: AsyncSession
) -> None:
    response = await admin.post(ITEMS, json=TEA)

    assert response.status_code == 201
    body = response.json()
    for name in ("created_at", "updated_at"):
        assert datetime.fromisoformat(body.pop(name)).tzinfo
    item = (await session.scalars(select(Item))).one()
    assert body == {**TEA, "id": item.id, "is_archived": False, "version": 1}
    assert response.headers["etag"] == f'"{item.id}-1"'
    assert response.headers["location"] == f"{ITEMS}/{item.id}"
    assert (item.name, item.price, item.stock) == ("Tea", Decimal("4.50"), 10)


@pytest.mark.parametrize("path", ["", "/1", "/1/archive"])
async def test_write_without_admin_role_is_refused(
    sign_in: SignIn, client: AsyncClient, session: AsyncSession, path: str
) -> None:
    ada = await sign_in()
    method = "PATCH" if path == "/1" else "POST"

    answers = [
        await who.request(method, ITEMS + path, json=TEA) for who in (client, ada)
    ]

    assert [answer.status_code for answer in answers] == [401, 403]
    assert (await session.scalars(select(Item))).all() == []


INVALID_VALUES = [
    *[("price", value) for value in ("NaN", "Infinity", "-Infinity", "-1", "1e400")],
    *[("price", value) for value in ("0.001", "100000000", "true", "9" * 400)],
    *[("price", f'"{value}"') for value in ("NaN", "inf", "1E9", "")],
    *[("stock", value) for value in ("NaN", "-1", "true", "1000001", "9" * 30)],
    *[("name", value) for value in (r'"\u0000"', r'"\ud800"', '" "', "null")],
    ("description", r'"\u0000"'),
    ("id", "1"),
]


async def test_invalid_value_is_refused(
    admin: AsyncClient, session: AsyncSession, subtests: pytest.Subtests
) -> None:
    headers = {"Content-Type": "application/json"}
    for field, value in INVALID_VALUES:
        with subtests.test(f"{field}: {value}"):
            fields = {"name": '"Tea"', "price": '"1"'} | {field: value}
            body = ", ".join(f'"{name}": {text}' for name, text in fields.items())

            response = await admin.post(ITEMS, content=f"{{{body}}}", headers=headers)

            assert response.status_code == 422
            assert response.json()["code"] == "validation_error"
            assert (await session.scalars(select(Item))).all() == []


@pytest.mark.parametrize("body", ["[" * 100_000, '{"stock": ' + "9" * 5000 + "}"])
async def test_invalid_body_is_refused(
    admin: AsyncClient, session: AsyncSession, body: str
) -> None:
    headers = {"Content-Type": "application/json"}

    response = await admin.post(ITEMS, content=body, headers=headers)

    assert response.status_code in {400, 422}
    assert response.headers["content-type"] == "application/problem+json"
    assert (await session.scalars(select(Item))).all() == []


async def test_unknown_item_is_not_found(
    client: AsyncClient, admin: AsyncClient
) -> None:
    read = await client.get(f"{ITEMS}/404")
    changed = await admin.patch(f"{ITEMS}/404", json={}, headers={"If-Match": "*"})

    assert (read.status_code, changed.status_code) == (404, 404)
    assert read.json()["code"] == changed.json()["code"] == "item_not_found"
    assert read.json()["detail"] == "There is no item 404."


async def test_update_returns_the_next_etag(
    admin: AsyncClient, session: AsyncSession, tea: Item
) -> None:
    response = await admin.patch(
        f"{ITEMS}/{tea.id}",
        json={"price": "5", "description": "Green"},
        headers={"If-Match": f'"{tea.id}-1"'},
    )

    assert response.status_code == 200
    assert response.headers["etag"] == f'"{tea.id}-2"'
    body = response.json()
    assert (body["name"], body["price"], body["description"], body["version"]) == (
        ("Tea", "5.00", "Green", 2)
    )
    await session.refresh(tea)
    assert (tea.price, tea.description, tea.stock) == (Decimal(5), "Green", 10)


@pytest.mark.parametrize(
    ("tags", "status"),
    [
        pytest.param([], 428, id="no-header"),
        pytest.param(['"1-7"'], 412, id="other-version"),
        pytest.param(['W/"1-1"'], 412, id="weak"),
        pytest.param(["1-1"], 412, id="no-quotes"),
        pytest.param(['"x,*,y"'], 412, id="asterisk-in-tag"),
        pytest.param(["a,*,b"], 412, id="asterisk-between-words"),
        pytest.param(["*", '"1-7"'], 412, id="asterisk-in-list"),
        pytest.param(['"1-7"' * 10_000], 412, id="long-and-malformed"),
    ],
)
async def test_update_without_current_etag_is_refused(
    admin: AsyncClient, session: AsyncSession, tags: list[str], status: int
) -> None:
    await add(session, Item(id=1, name="Tea", price=Decimal(1), stock=1))
    headers = [("If-Match", tag) for tag in tags]

    changed = await admin.patch(f"{ITEMS}/1", json={"name": "Lost"}, headers=headers)
    archived = await admin.post(f"{ITEMS}/1/archive", headers=headers)

    code = "precondition_failed" if tags else "precondition_required"
    assert (changed.status_code, archived.status_code) == (status, status)
    assert changed.json()["code"] == archived.json()["code"] == code
    item = (await session.scalars(select(Item))).one()
    assert (item.name, item.is_archived, item.version) == ("Tea", False, 1)


@pytest.mark.parametrize(
    "tags",
    [
        pytest.param(['"1-7"', '"1-1"'], id="second-line"),
        pytest.param(['"1-7" , "1-1"\t '], id="white-space"),
        pytest.param(['"1-7", ' * 1000 + '"1-1"'], id="long-list"),
    ],
)
async def test_update_with_current_etag_in_any_line_succeeds(
    admin: AsyncClient, session: AsyncSession, tags: list[str]
) -> None:
    await add(session, Item(id=1, name="Tea", price=Decimal(1), stock=1))
    headers = [("If-Match", tag) for tag in tags]

    response = await admin.patch(f"{ITEMS}/1", json={"name": "Cup"}, headers=headers)

    assert (response.status_code, response.json()["version"]) == (200, 2)


@pytest.mark.parametrize(
    ("tags", "status"),
    [
        pytest.param([], 200, id="no-header"),
        pytest.param(['"1-1"'], 304, id="current"),
        pytest.param(['W/"1-1"'], 304, id="weak"),
        pytest.param(["*"], 304, id="any"),
        pytest.param(['"1-7"', '"1-1"'], 304, id="second-line"),
        pytest.param(['"1-7"'], 200, id="other-version"),
        pytest.param(['"a,*,b"'], 200, id="asterisk-in-tag"),
        pytest.param(["a,*,b"], 200, id="malformed"),
        pytest.param(["x" * 10_000], 200, id="long-and-malformed"),
        pytest.param(['"1-7", ' * 1000 + '"1-1"'], 304, id="long-list"),
    ],
)
async def test_if_none_match_with_current_etag_is_answered_304(
    client: AsyncClient, session: AsyncSession, tags: list[str], status: int
) -> None:
    await add(session, Item(id=1, name="Tea", price=Decimal(1), stock=1))
    headers = [("If-None-Match", tag) for tag in tags]

    response = await client.get(f"{ITEMS}/1", headers=headers)

    assert response.status_code == status
    assert response.headers["etag"] == '"1-1"'
    assert response.headers["cache-control"] == "no-cache"
    assert bool(response.content) is (status == 200)


async def test_archived_item_is_readable_but_not_listed(
    admin: AsyncClient, client: AsyncClient, session: AsyncSession, tea: Item
) -> None:
    response = await admin.post(
        f"{ITEMS}/{tea.id}/archive", headers={"If-Match": f'"{tea.id}-1"'}
    )

    assert response.status_code == 200
    assert response.json()["is_archived"] is True
    assert (await client.get(f"{ITEMS}/{tea.id}")).json() == response.json()
    assert (await client.get(ITEMS)).json()["items"] == []
    await session.refresh(tea)
    assert tea.is_archived


@pytest.mark.parametrize(
    ("params", "names"),
    [
        pytest.param({}, ["Tea", "Cup", "100% wool"], id="all"),
        pytest.param({"sort": "name"}, ["100% wool", "Cup", "Tea"], id="name"),
        pytest.param(
            {"sort": "-price"}, ["100% wool", "Cup", "Tea"], id="price-descending"
        ),
        pytest.param({"sort": "-id", "page_size": 1}, ["100% wool"], id="page"),
        pytest.param({"name": "CU"}, ["Cup"], id="part-of-the-name"),
        pytest.param({"name": "%"}, ["100% wool"], id="no-wildcard"),
        pytest.param({"min_price": "12", "max_price": "12"}, ["Cup"], id="price"),
        pytest.param({"in_stock": True}, ["Tea", "100% wool"], id="in-stock"),
    ],
)
async def test_list_is_filtered_and_sorted(
    client: AsyncClient,
    session: AsyncSession,
    params: dict[str, str],
    names: list[str],
) -> None:
    prices = {"Tea": "4.50", "Cup": "12", "100% wool": "110"}
    for name, price in prices.items():
        stock = 0 if name == "Cup" else 1
        await add(session, Item(name=name, price=Decimal(price), stock=stock))

    response = await client.get(ITEMS, params=params)

    assert response.status_code == 200
    assert [item["name"] for item in response.json()["items"]] == names


@pytest.mark.parametrize(
    ("name", "value"),
    [("sort", "stock"), ("name", "\0"), ("min_price", "NaN"), ("limit", "5")],
)
async def test_invalid_query_parameter_is_refused(
    client: AsyncClient, name: str, value: str
) -> None:
    response = await client.get(ITEMS, params={name: value})

    assert response.status_code == 422
    assert response.json()["errors"][0]["loc"] == ["query", name]


@pytest.mark.parametrize("count", [1, 20])
async def test_list_runs_two_statements_for_any_length(
    client: AsyncClient, session: AsyncSession, statements: list[str], count: int
) -> None:
    await add(
        session, *[Item(name="Tea", price=Decimal(1), stock=1) for _ in range(count)]
    )
    statements.clear()

    response = await client.get(ITEMS)

    assert len(response.json()["items"]) == count
    assert len(statements) == 2  # the count, the page
