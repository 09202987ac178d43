"""What a probe says about a server that answers 200."""

import os
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path

import httpx
import pytest
from image import last, read_instructions
from servers import ShopProcess, shop_processes

type Shown = Callable[[str], str]

PYTHON = Path(sys.executable).parent


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Generator[ShopProcess]:
    database = tmp_path_factory.mktemp("database") / "shop.db"
    variables = {"APP_DATABASE_URL": f"sqlite+aiosqlite:///{database}"}
    with shop_processes(1, variables) as [process]:
        yield process


def probe(dockerfile: str, shop: ShopProcess, path: Path) -> int:
    """Run the probe for a port, with the programs of one folder."""
    command = last(read_instructions(dockerfile), "HEALTHCHECK").command
    done = subprocess.run(
        [word.replace("8000", str(shop.port)) for word in command],
        env={**os.environ, "PATH": str(path)},
        capture_output=True,
        check=False,
    )
    return done.returncode


@pytest.fixture
def slim(tmp_path: Path) -> Path:
    """Return a folder of programs that has Python and no curl."""
    (tmp_path / "python").symlink_to(sys.executable)
    return tmp_path


def test_healthy_container_is_reported_unhealthy(
    shown: Shown, shop: ShopProcess, slim: Path, measured: Callable[[str], None]
) -> None:
    wrong = shown("examples/antipatterns/containers/Dockerfile.curl")

    answer = httpx.get(f"{shop.url}/health").status_code
    status = probe(wrong, shop, slim)

    assert (answer, status) == (200, 1)
    measured(
        f"The server answered {answer}, and the probe without curl ended with "
        f"status {status}: the container is unhealthy."
    )


def test_python_reports_a_healthy_container(
    shown: Shown, shop: ShopProcess, slim: Path
) -> None:
    assert probe(shown("examples/shop/Dockerfile::api"), shop, slim) == 0
