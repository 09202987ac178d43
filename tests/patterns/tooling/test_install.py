"""What two installations of one commit contain."""

import hashlib
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import override

import pytest

ROOT = Path(__file__).parents[3]

type Shown = Callable[[str], str]

SCRIPT = "examples/patterns/tooling/install.sh"
PROJECT = """
[project]
name = "shop"
version = "0.1.0"
requires-python = ">=3.12"
dependencies = ["payments>=1"]

[dependency-groups]
dev = ["lint-all>=1"]

[tool.uv]
package = false
"""


FROM_RANGES = """
uv venv --clear "$UV_PROJECT/.venv"
uv pip install --python "$UV_PROJECT/.venv" -r "$UV_PROJECT/pyproject.toml"
"""


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files, and logs nothing."""

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


class Index:
    """A folder of wheels, served as a package index."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.url = ""

    def release(self, name: str, version: str, code: str = "") -> None:
        """Publish a release, or replace its wheel."""
        folder = self._folder / name.replace("_", "-")
        folder.mkdir(exist_ok=True)
        info = f"{name}-{version}.dist-info"
        about = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        wheel = folder / f"{name}-{version}-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr(f"{name}.py", code)
            archive.writestr(f"{info}/METADATA", about)
            archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
            archive.writestr(f"{info}/RECORD", "")
        links = [self._link(path) for path in sorted(folder.glob("*.whl"))]
        (folder / "index.html").write_text("\n".join(links))

    def _link(self, wheel: Path) -> str:
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        return f'<a href="{wheel.name}#sha256={digest}">{wheel.name}</a>'


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    folder = tmp_path / "index"
    folder.mkdir()
    served = Index(folder)
    handler = partial(QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        served.url = f"http://127.0.0.1:{server.server_port}/"
        yield served
        server.shutdown()
        thread.join()


class Project:
    """A project with one dependency, and commands that run in it."""

    def __init__(self, folder: Path, index: Index) -> None:
        self.folder = folder
        self._index = index
        (folder / "pyproject.toml").write_text(PROJECT)

    def run(self, script: str) -> subprocess.CompletedProcess[str]:
        """Run a shell script with an empty cache."""
        settings = {
            "UV_PROJECT": str(self.folder),
            "UV_PYTHON": sys.executable,
            "UV_DEFAULT_INDEX": self._index.url,
            "UV_NO_CACHE": "1",
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", ""),
        }
        command = ["sh", "-ec", script]
        return subprocess.run(
            command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False
        )

    def installed(self) -> list[str]:
        """Return the distributions in the project's environment."""
        found = (self.folder / ".venv").rglob("*.dist-info")
        return sorted(path.name.removesuffix(".dist-info") for path in found)


@pytest.fixture
def project(tmp_path: Path, index: Index) -> Project:
    index.release("payments", "1.0")
    index.release("lint_all", "1.0")
    folder = tmp_path / "project"
    folder.mkdir()
    return Project(folder, index)


@pytest.fixture
def lock(shown: Shown) -> str:
    return f"{shown(f'{SCRIPT}::lock_dependencies')}\nlock_dependencies"


@pytest.fixture
def install(shown: Shown) -> str:
    return f"{shown(f'{SCRIPT}::install_dependencies')}\ninstall_dependencies"


def test_range_installs_the_newest_release(
    project: Project, index: Index, record_property: Callable[[str, object], None]
) -> None:
    assert project.run(FROM_RANGES).returncode == 0
    monday = project.installed()
    index.release("payments", "1.1")
    assert project.run(FROM_RANGES).returncode == 0
    tuesday = project.installed()

    assert (monday, tuesday) == (["payments-1.0"], ["payments-1.1"])
    record_property("shown:installed", f"Monday:  {monday[0]}\nTuesday: {tuesday[0]}")


def test_lock_installs_the_same_release(
    project: Project, index: Index, lock: str, install: str
) -> None:
    assert project.run(lock).returncode == 0
    index.release("payments", "1.1")

    done = project.run(install)

    assert done.returncode == 0
    assert project.installed() == ["payments-1.0"]


def test_changed_dependency_fails_until_locked(
    project: Project, lock: str, install: str
) -> None:
    done = project.run(install)

    assert done.returncode != 0
    assert "uv.lock" in done.stderr
    assert project.run(lock).returncode == 0
    assert project.run(install).returncode == 0


def test_replaced_wheel_is_refused(
    project: Project, index: Index, lock: str, install: str
) -> None:
    assert project.run(lock).returncode == 0
    index.release("payments", "1.0", "import os")

    done = project.run(install)

    assert done.returncode != 0
    assert "Hash mismatch" in done.stderr
    assert project.installed() == []
