"""A client that reads its account and updates it with the `ETag` of the response."""

from collections.abc import Callable
from pathlib import Path

from accounts import CORRECT_HORSE, SIGNING_KEYS, hasher_with
from httpx import Client
from schema import migrate
from sqlalchemy import make_url

from app.config import Settings
from app.main import create_app
from app.users.dependencies import get_password_hasher
from tests.patterns.reverse_proxy.nginx_process import FOLDER, shop_files, shop_nginx
from tests.patterns.reverse_proxy.upstreams import port_of

WRONG = "examples/antipatterns/reverse_proxy/gzip_for_all.conf"
ME = "/api/v1/users/me"


def sign_in(client: Client) -> None:
    """Sign up and log in; the client then sends the token."""
    account = {"email": "ada@example.com", "password": CORRECT_HORSE}
    client.post("/api/v1/users", json={**account, "full_name": "Ada"})
    form = {
        "grant_type": "password",
        "username": account["email"],
        "password": CORRECT_HORSE,
    }
    token = client.post("/api/v1/auth/token", data=form).json()["access_token"]
    client.headers["Authorization"] = f"Bearer {token}"


def update(folder: Path, files: dict[str, str]) -> tuple[str, int]:
    """Read and update an account; return the `ETag` and the status of the update."""
    url = make_url(f"sqlite+aiosqlite:///{folder / 'shop.db'}")
    settings = Settings(database_url=url, jwt_keys=SIGNING_KEYS)
    migrate(settings)
    app = create_app(settings)
    hasher = hasher_with()
    app.dependency_overrides[get_password_hasher] = lambda: hasher
    with (
        port_of(app) as port,
        shop_nginx(folder, files, [port]) as proxy,
        proxy.client() as client,
    ):
        sign_in(client)
        etag: str = client.get(ME).headers["ETag"]
        headers = {"If-Match": etag}
        updated = client.patch(ME, json={"full_name": "Ada L."}, headers=headers)
    return etag, updated.status_code


def test_update_with_a_weakened_etag_is_refused(
    tmp_path: Path, shown: Callable[[str], str], measured: Callable[[str], None]
) -> None:
    files = shop_files(shown, locations=shown(WRONG))

    etag, status = update(tmp_path, files)

    assert (etag, status) == ('W/"1-1"', 412)
    measured(
        f"The client read `ETag: {etag}`. The app answered {status} to an update with"
        " this tag, although no other client had changed the account."
    )


def test_update_with_the_etag_of_the_app_succeeds(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    files = shop_files(shown, locations=shown(f"{FOLDER}/locations.conf"))

    etag, status = update(tmp_path, files)

    assert not etag.startswith("W/")
    assert status == 200
