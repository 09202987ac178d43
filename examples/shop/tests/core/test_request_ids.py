import pytest
from asgi_correlation_id import correlation_id
from exchange import REQUEST_ID
from httpx import AsyncClient

from app.core.request_ids import bound_request_id

HYPHENS = REQUEST_ID.replace("0", "0" + "-" * 40)  # Python parses it as a UUID


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
async def test_client_id_is_accepted_only_as_uuid(
    client: AsyncClient, sent: str, *, is_kept: bool
) -> None:
    response = await client.get("/health", headers={"X-Request-ID": sent})

    assert (response.headers["x-request-id"] == sent) is is_kept


def test_request_id_is_restored_after_the_context() -> None:
    with bound_request_id(REQUEST_ID):
        inside = correlation_id.get()

    assert (inside, correlation_id.get()) == (REQUEST_ID, None)
