"""Object-level authorization and authentication of every documented operation."""

import pytest
from accounts import SignIn
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession
from surface import (
    ALL,
    NEED_TOKEN,
    OF_ONE_ACCOUNT,
    OPEN,
    OWNED,
    NoSampleError,
    label,
    make_owned,
    parameters,
)

IF_OPEN = "if this needs no token, add it to OPEN in tests/surface.py"


def test_lists_hold_known_operations() -> None:
    assert ("get", "/api/v1/users/{user_id}") in OF_ONE_ACCOUNT
    assert ("delete", "/api/v1/auth/sessions/{session_id}") in OF_ONE_ACCOUNT
    assert set(ALL) >= OPEN - {("get", "/metrics")}
    assert set(OWNED) == {name for _, path in ALL for name in parameters(path)}


async def test_new_path_parameter_without_sample_is_named(
    client: AsyncClient, session: AsyncSession
) -> None:
    with pytest.raises(NoSampleError, match=r"'invoice_id'.*OWNED in tests/surface.py"):
        await make_owned("invoice_id", client, session)


@pytest.mark.parametrize(
    ("method", "path"), OF_ONE_ACCOUNT, ids=map(label, OF_ONE_ACCOUNT)
)
async def test_other_account_is_refused(
    sign_in: SignIn, admin: AsyncClient, session: AsyncSession, method: str, path: str
) -> None:
    ada, grace = await sign_in(), await sign_in("grace@example.com")
    names = parameters(path)
    path = path.format_map(
        {name: await make_owned(name, ada, session) for name in names}
    )

    response = await grace.request(method, path, json={})
    allowed = [await each.request(method, path, json={}) for each in (ada, admin)]

    assert response.status_code in {403, 404}, (
        "if every account may do this, add it to COMMON in tests/surface.py"
    )
    assert response.headers["content-type"] == "application/problem+json"
    assert {each.status_code for each in allowed} - {401, 403, 404}


async def test_request_without_token_is_refused(
    client: AsyncClient, subtests: pytest.Subtests
) -> None:
    for method, path in NEED_TOKEN:
        with subtests.test(label((method, path))):
            response = await client.request(
                method, path.format_map(dict.fromkeys(parameters(path), 1)), json={}
            )

            assert response.status_code == 401, IF_OPEN
            assert response.headers["www-authenticate"] == "Bearer"
            assert response.json()["code"] == "not_authenticated"
