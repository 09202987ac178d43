"""Paths that the app serves to the platform only."""

from collections.abc import Callable
from pathlib import Path

from httpx import Response
from sqlalchemy import make_url

from app.config import Settings
from app.main import create_app
from tests.patterns.reverse_proxy.nginx_process import FOLDER, shop_files, shop_nginx
from tests.patterns.reverse_proxy.upstreams import port_of

WRONG = "examples/antipatterns/reverse_proxy/every_path.conf"


def read_metrics(folder: Path, files: dict[str, str]) -> Response:
    """Request the metrics of the shop from outside."""
    url = make_url(f"sqlite+aiosqlite:///{folder / 'shop.db'}")
    with (
        port_of(create_app(Settings(database_url=url))) as port,
        shop_nginx(folder, files, [port]) as proxy,
        proxy.client() as client,
    ):
        client.get("/api/v1/users/me")
        return client.get("/metrics")


def test_client_outside_reads_metrics(
    tmp_path: Path, shown: Callable[[str], str], measured: Callable[[str], None]
) -> None:
    files = shop_files(shown, locations=shown(WRONG))

    answer = read_metrics(tmp_path, files)

    assert answer.status_code == 200
    assert 'route="/api/v1/users/me"' in answer.text
    measured(
        f"nginx answered `GET /metrics` with {answer.status_code} and the routes that"
        " clients had used."
    )


def test_metrics_are_not_found_outside(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    files = shop_files(shown, locations=shown(f"{FOLDER}/locations.conf"))

    assert read_metrics(tmp_path, files).status_code == 404
