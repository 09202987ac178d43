"""The shop's image, built by buildah over a base that is made from this machine.

No registry takes part, and no package index: a script stands for uv, and makes an empty
environment.
"""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Generator, Sequence
from pathlib import Path

import pytest

from tests.patterns.extending.copied_app import copy_app

pytestmark = pytest.mark.processes

PYTHON = Path(sys.base_prefix)
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
LEFT_OUT = shutil.ignore_patterns("test", "__pycache__", "*.pth")
PIP = "#!/usr/local/bin/python\nfrom pip._internal.cli.main import main\nexit(main())\n"
UV = """#!/bin/sh
set -e
test -f uv.lock
test -f pyproject.toml
test ! -e app
python -m venv --without-pip .venv
"""
INSPECT = """
import json, os, shutil
found = {
    "user": [os.getuid(), os.getgid()],
    "files": sorted(os.listdir("/srv")),
    "writable": [p for p in ("/srv", "/srv/app/main.py") if os.access(p, os.W_OK)],
    "programs": [p for p in ("pip", "uv", "curl", "gcc") if shutil.which(p)],
    "bytecode": os.path.isdir("/srv/app/__pycache__"),
}
print(json.dumps(found))
"""


def libraries(program: Path) -> set[str]:
    """Return the libraries that the loader finds for a program."""
    done = subprocess.run(
        ["/usr/bin/ldd", program], capture_output=True, text=True, check=False
    )
    return set(re.findall(r"(/\S+) \(0x", done.stdout))


def make_base(root: Path) -> None:
    """Copy Python, a shell and their libraries, as the slim image has them."""
    target = root / "usr/local"
    library = f"lib/python{VERSION}"
    shutil.copytree(PYTHON / library, target / library, ignore=LEFT_OUT, symlinks=True)
    (target / "bin").mkdir()
    python = PYTHON / "bin" / f"python{VERSION}"
    shutil.copy(python, target / "bin/python")
    (target / "bin/pip").write_text(PIP)
    (target / "bin/pip").chmod(0o755)
    modules = (PYTHON / library / "lib-dynload").glob("*.so")
    for path in set[str]().union(*map(libraries, [python, Path("/bin/sh"), *modules])):
        (root / path[1:]).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, root / path[1:])
    (root / "bin").mkdir(exist_ok=True)
    shutil.copy("/bin/sh", root / "bin/sh")


class Builder:
    """Runs buildah with its own store."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("buildah")
        if program is None:
            pytest.fail("buildah is missing: apt-get install buildah")
        self._program = program
        self._folder = folder

    def run(self, *arguments: str | Path) -> str:
        """Run a command of buildah; CalledProcessError if it fails."""
        store = ("--root", self._folder / "store", "--runroot", self._folder / "run")
        done = subprocess.run(
            [self._program, "--storage-driver", "vfs", *store, *arguments],
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def build(self, name: str, dockerfile: str, context: Path) -> str:
        """Build an image; return what the builder prints."""
        file = self._folder / f"{name}.dockerfile"
        file.write_text(dockerfile)
        options = ("--isolation", "chroot", "--pull-never", "--layers", "--format")
        return self.run("build", *options, "docker", "-t", name, "-f", file, context)

    def python(self, image: str, code: str) -> str:
        """Run Python in a new container."""
        container = self.run("from", "--pull-never", image).strip()
        command: Sequence[str] = ("--", "python", "-c", code)
        return self.run("run", "--isolation", "chroot", container, *command)


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a developer's folder, with files that must stay out of the image."""
    folder = tmp_path_factory.mktemp("context")
    copy_app(folder)
    for name in (".env", "app/.env", ".git/config", "shop.db", "uv.lock"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("")
    return folder


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Generator[Builder]:
    """Yield a builder that has both base images."""
    folder = tmp_path_factory.mktemp("buildah")
    made = Builder(folder)
    make_base(folder / "base")
    path = f"LD_LIBRARY_PATH={PYTHON}/lib PATH=/usr/local/bin:/bin"
    made.build("base", f"FROM scratch\nCOPY . /\nENV {path}\n", folder / "base")
    (folder / "uv").mkdir()
    (folder / "uv/uv").write_text(UV)
    (folder / "uv/uv").chmod(0o755)
    made.build("uv", "FROM scratch\nCOPY uv /uv\n", folder / "uv")
    yield made
    shutil.rmtree(folder)


def with_local_bases(dockerfile: str) -> str:
    """Replace both images of registries."""
    text, count = re.subn(r"(?m)^FROM ghcr\S+", "FROM localhost/uv", dockerfile)
    text, more = re.subn(r"(?m)^FROM python:\S+", "FROM localhost/base", text)
    assert (count, more) == (1, 1)
    return text


def test_image_has_a_user_without_rights_and_no_build_tools(
    builder: Builder, context: Path
) -> None:
    dockerfile = with_local_bases((context / "Dockerfile").read_text())
    builder.build("shop", dockerfile, context)

    assert json.loads(builder.python("shop", INSPECT)) == {
        "user": [10001, 10001],
        "files": [".venv", "alembic.ini", "app", "migrations"],
        "writable": [],
        "programs": [],
        "bytecode": True,
    }
