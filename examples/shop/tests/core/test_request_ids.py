import pytest
from asgi_correlation_id import correlation_id
from exchange import REQUEST_ID
from httpx import AsyncClient

from app.core.request_ids import on_behalf_of

HYPHENS = REQUEST_ID.replace("0", "0" + "-" * 40)  # Python takes it for a UUID


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("sent", "is_kept"),
    [
        pytest.param(REQUEST_ID, True, id="uuid"),
        pytest.param("5f2d0c6e-9b0f-4c0e-8a3c-1d2e3f405162", True, id="with-hyphens"),
        pytest.param("tea", False, id="word"),
        pytest.param(HYPHENS, False, id="longer-than-a-uuid"),
    ],
)
async def test_id_of_the_client_is_kept_if_it_is_one(
    client: AsyncClient, sent: str, *, is_kept: bool
) -> None:
    response = await client.get("/health", headers={"X-Request-ID": sent})

    assert (response.headers["x-request-id"] == sent) is is_kept


def test_what_goes_on_for_a_request_has_its_id_until_it_ends() -> None:
    with on_behalf_of(REQUEST_ID):
        inside = correlation_id.get()

    assert (inside, correlation_id.get()) == (REQUEST_ID, None)
