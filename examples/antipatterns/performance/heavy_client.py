# /// bad
# harm = "tests/antipatterns/performance/test_heavy_client.py::test_client_of_another_server_weighs_more"
# right = "examples/shop/app/core/valkey.py"
# ///
"""A connection to Valkey by the client of another server."""

from redis.asyncio import Redis


def create_valkey(host: str, port: int) -> Redis:
    """Return a client, which connects at first use."""
    return Redis(host=host, port=port)
