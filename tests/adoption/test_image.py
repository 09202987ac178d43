"""The shop's image, built by buildah over a base that is made from this machine.

No registry takes part. It runs as root. uv installs the packages that it locked, and
runc runs the image as a cluster does: in namespaces of its own, with a root file
system that is read-only.
"""

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.adoption.container import Container, Image, Runtime
from tests.patterns.extending.copied_app import copy_app

pytestmark = pytest.mark.processes

PYTHON = Path(sys.base_prefix)
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
LEFT_OUT = shutil.ignore_patterns("test", "__pycache__", "*.pth")
PIP = "#!/usr/local/bin/python\nfrom pip._internal.cli.main import main\nexit(main())\n"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
GRACE_SECONDS = 20  # as in the command of the image
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
ASK = """
import errno, http.client, json, os
server = http.client.HTTPConnection("127.0.0.1", 8000, timeout=5)
server.request("GET", "/api/v1/items")
response = server.getresponse()
try:
    open("/srv/app/new.py", "w")
except OSError as error:
    write = errno.errorcode[error.errno]
found = {
    "status": response.status,
    "items": json.load(response)["items"],
    "user": [os.getuid(), os.getgid()],
    "write": write,
}
print(json.dumps(found))
"""
LARGEST_MB = 150


def libraries(program: Path) -> set[str]:
    """Return the libraries that the loader finds for a program."""
    done = subprocess.run(
        ["/usr/bin/ldd", program], capture_output=True, text=True, check=False
    )
    return set(re.findall(r"(/\S+) \(0x", done.stdout))


def uv_program() -> Path:
    """Return uv itself; the command may be a script that finds it."""
    program = shutil.which("uv")
    assert program, "uv is missing: pip install uv"
    command = (program, "run", "--quiet", "--no-project", "--", "printenv", "UV")
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    return Path(found.stdout.strip())


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
    in_cpp = find_spec("greenlet._greenlet")  # slim images have the library of C++ too
    assert in_cpp
    assert in_cpp.origin
    programs = [python, Path("/bin/sh"), uv_program(), Path(in_cpp.origin), *modules]
    for path in set[str]().union(*map(libraries, programs)):
        (root / path[1:]).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, root / path[1:])
    (root / "bin").mkdir(exist_ok=True)
    shutil.copy("/bin/sh", root / "bin/sh")
    (root / "etc/ssl/certs").mkdir(parents=True)
    shutil.copy(CERTIFICATES, root / "etc/ssl/certs")


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

    def unpack(self, image: str) -> Image:
        """Mount the files of an image, and read its configuration."""
        found = json.loads(self.run("inspect", "--type", "image", image))
        config = found["Docker"]["config"]
        container = self.run("from", "--pull-never", image).strip()
        return Image(
            root=Path(self.run("mount", container).strip()),
            user=config["User"],
            environment=config["Env"],
            folder=config["WorkingDir"],
            command=config["Cmd"],
            health_check=config["Healthcheck"]["Test"][1:],
        )

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
    for name in (".env", "app/.env", ".git/config", "shop.db"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("")
    subprocess.run([uv_program(), "lock", "--quiet"], cwd=folder, check=True)
    return folder


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Generator[Builder]:
    """Yield a builder that has both base images."""
    folder = tmp_path_factory.mktemp("buildah")
    made = Builder(folder)
    make_base(folder / "base")
    path = f"LD_LIBRARY_PATH={PYTHON}/lib PATH=/usr/local/bin:/bin"
    certificates = f"SSL_CERT_FILE={CERTIFICATES}"
    base = f"FROM scratch\nCOPY . /\nENV {path} {certificates}\n"
    made.build("base", base, folder / "base")
    (folder / "uv").mkdir()
    shutil.copy(uv_program(), folder / "uv/uv")
    made.build("uv", "FROM scratch\nCOPY uv /uv\n", folder / "uv")
    yield made
    shutil.rmtree(folder)


def with_local_bases(dockerfile: str) -> str:
    """Replace both images of registries."""
    text, count = re.subn(r"(?m)^FROM ghcr\S+", "FROM localhost/uv", dockerfile)
    text, more = re.subn(r"(?m)^FROM python:\S+", "FROM localhost/base", text)
    assert (count, more) == (1, 1)
    return text


@pytest.fixture(scope="module")
def image(builder: Builder, context: Path) -> Image:
    """Build the shop's image and unpack it."""
    dockerfile = with_local_bases((context / "Dockerfile").read_text())
    builder.build("shop", dockerfile, context)
    return builder.unpack("shop")


@pytest.fixture
def runtime(tmp_path: Path, image: Image) -> Runtime:
    url = "sqlite+aiosqlite:////data/shop.db"
    return Runtime(tmp_path, image, {"APP_DATABASE_URL": url})


def wait_until_healthy(container: Container, check: Sequence[str]) -> None:
    """Repeat the health check of the image until it passes."""
    for _ in range(100):
        if container.run(*check).returncode == 0:
            return
        assert container.process.poll() is None, container.log
        time.sleep(0.1)
    pytest.fail(f"not healthy after 10 s: {container.log}")


@pytest.mark.usefixtures("image")
def test_image_has_a_user_without_rights_and_no_build_tools(builder: Builder) -> None:
    assert json.loads(builder.python("shop", INSPECT)) == {
        "user": [10001, 10001],
        "files": [".venv", "alembic.ini", "app", "migrations"],
        "writable": [],
        "programs": [],
        "bytecode": True,
    }


def test_container_migrates_answers_and_stops_on_a_read_only_root(
    runtime: Runtime, image: Image
) -> None:
    with runtime.container("migrate", "alembic", "upgrade", "head") as migrate:
        assert migrate.process.wait(60) == 0, migrate.log

    with runtime.container("api") as api:
        wait_until_healthy(api, image.health_check)
        assert json.loads(api.run("python", "-c", ASK).stdout) == {
            "status": 200,
            "items": [],
            "user": [10001, 10001],
            "write": "EROFS",
        }
        assert api.stop(GRACE_SECONDS) == 0, api.log


def test_worker_of_the_same_image_stops_on_sigterm(runtime: Runtime) -> None:
    with runtime.container("migrate", "alembic", "upgrade", "head") as migrate:
        assert migrate.process.wait(60) == 0, migrate.log

    with runtime.container("worker", "python", "-m", "app.worker") as worker:
        time.sleep(3)
        assert worker.process.poll() is None, worker.log
        assert worker.stop(GRACE_SECONDS) == 0, worker.log


def test_image_adds_only_packages_and_the_app(
    image: Image, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [file for file in (image.root / "srv").rglob("*") if file.is_file()]
    size = sum(file.lstat().st_size for file in files) / 1_000_000

    with capsys.disabled():
        sys.stdout.write(f"\nThe image adds {size:.0f} MB to its base.\n")
    assert size < LARGEST_MB
    assert not [file for file in files if file.name in {"pytest", "ruff", "uv"}]
