"""The client IP behind a proxy that is trusted, and one that is not."""

import httpx
import pytest
from limits import RateLimitItemPerMinute
from servers import http_server

from app.config import Settings
from app.main import create_app


@pytest.mark.parametrize(
    ("proxy", "statuses"),
    [
        pytest.param("127.0.0.1", [401, 401, 401], id="trusted-proxy"),
        pytest.param("10.0.0.2", [401, 401, 429], id="another-proxy"),
    ],
)
def test_forwarded_ip_counts_from_a_trusted_proxy_only(
    monkeypatch: pytest.MonkeyPatch, proxy: str, statuses: list[int]
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", proxy)
    app = create_app(Settings(rate_limit=RateLimitItemPerMinute(2)))

    with http_server(app) as address, httpx.Client(base_url=address) as client:
        answers = [
            client.get(
                "/api/v1/users/me", headers={"X-Forwarded-For": f"192.0.2.{number}"}
            )
            for number in range(len(statuses))
        ]

    assert [answer.status_code for answer in answers] == statuses
