# /// bad
# ast-grep = ["REL-009"]
# harm = "tests/antipatterns/reliability/test_retried_post.py::test_retried_post_charges_three_times"
# right = "examples/shop/app/core/http_client.py"
# ///
"""A client that retries every request after a server error."""

from httpx import AsyncClient, Response

ATTEMPTS = 3


async def request_with_retries(client: AsyncClient, method: str, url: str) -> Response:
    """Return the first response below 500, or the last one."""
    response = await client.request(method, url)
    for _ in range(ATTEMPTS - 1):
        if not response.is_server_error:
            break
        response = await client.request(method, url)
    return response
