"""Two processes of the shop behind nginx, one of which is stopped."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from accounts import CORRECT_HORSE
from schema import migrate
from servers import shop_processes
from sqlalchemy import make_url

from app.config import Settings
from tests.patterns.reverse_proxy.nginx_process import shop_files, shop_nginx

pytestmark = pytest.mark.processes

REQUESTS = 20


def test_clients_notice_no_stopped_process(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}"
    migrate(Settings(database_url=make_url(url)))
    with (
        shop_processes(2, {"APP_DATABASE_URL": url}) as [one, other],
        shop_nginx(tmp_path, shop_files(shown), [one.port, other.port]) as proxy,
        proxy.client() as client,
    ):
        account = {"email": "ada@example.com", "password": CORRECT_HORSE}
        created = client.post("/api/v1/users", json={**account, "full_name": "Ada"})
        before = [client.get("/api/v1/items") for _ in range(REQUESTS)]
        assert one.process is not None
        one.process.send_signal(signal.SIGTERM)
        after = [client.get("/api/v1/items") for _ in range(REQUESTS)]
        logs = [one.log, other.log]

    assert created.status_code == 201
    assert {answer.status_code for answer in before + after} == {200}
    assert all("GET /api/v1/items" in log for log in logs)
