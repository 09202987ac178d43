"""Logins of one client IP, in a row."""

from httpx import Client

LOGINS = 40  # above each limit of these tests


def log_in(client: Client) -> list[int]:
    """Send the logins; return their statuses."""
    return [client.post("/api/v1/auth/token").status_code for _ in range(LOGINS)]
