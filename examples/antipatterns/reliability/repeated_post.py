# /// bad
# harm = "tests/antipatterns/reliability/test_repeated_post.py::test_a_customer_is_charged_three_times"
# right = "examples/shop/app/core/http_client.py"
# ///
"""A request to another service that is repeated until it succeeds."""

from httpx import AsyncClient, Response

ATTEMPTS = 3


async def ask(client: AsyncClient, method: str, url: str) -> Response:
    """Return the first answer that is no error of the server's, or the last one."""
    response = await client.request(method, url)
    for _ in range(ATTEMPTS - 1):
        if not response.is_server_error:
            break
        response = await client.request(method, url)
    return response
