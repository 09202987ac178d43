# /// bad
# harm = "tests/antipatterns/security/test_outbound_url.py::test_client_reads_an_internal_service"
# right = "examples/patterns/security/outbound_url.py"
# ///
"""A request to any address that the client names."""

from httpx import AsyncClient


async def read_preview(client: AsyncClient, url: str) -> str:
    """Return the page that a user has linked."""
    response = await client.get(url, follow_redirects=True)
    return response.text
