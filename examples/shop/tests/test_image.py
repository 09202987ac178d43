"""What the image contains, and how a container of it starts, answers and stops."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from accounts import JWT_KEYS
from image import (
    copied,
    last,
    read_instructions,
    run_again,
    sent_to_the_builder,
    variables,
)
from logged_process import START_SECONDS
from servers import SHOP, ShopProcess

INSTRUCTIONS = read_instructions((SHOP / "Dockerfile").read_text())
IGNORED = (SHOP / ".dockerignore").read_text()
PROGRAMS = Path(sys.executable).parent
UNWANTED = [
    ".env",
    "app/.env",
    ".git/config",
    ".venv/bin/python",
    "shop.db",
    "tests/test_image.py",
    "app/__pycache__/main.cpython-313.pyc",
]
WANTED = ["alembic.ini", "app/main.py", "app/worker.py", "migrations/env.py"]


def test_image_contains_app_and_migrations_and_nothing_else() -> None:
    context = sent_to_the_builder([*UNWANTED, *WANTED, "pyproject.toml"], IGNORED)

    assert context == [*WANTED, "pyproject.toml"]
    assert sorted(copied(INSTRUCTIONS, context)) == WANTED


def test_builder_receives_each_file_that_an_instruction_reads() -> None:
    read = {source for one in INSTRUCTIONS for source in one.reads}

    assert sent_to_the_builder(sorted(read), IGNORED) == sorted(read)


def test_changed_code_keeps_the_layer_of_the_dependencies() -> None:
    again = run_again(INSTRUCTIONS, "app/main.py")

    assert again
    assert not [one for one in again if "uv sync" in one.arguments]


def test_changed_lock_file_installs_again() -> None:
    again = run_again(INSTRUCTIONS, "uv.lock")

    assert [one.keyword for one in again if "uv sync" in one.arguments] == ["RUN"]


def test_container_runs_as_a_numeric_user_other_than_root() -> None:
    user, group = last(INSTRUCTIONS, "USER").arguments.split(":")

    assert min(int(user), int(group)) > 0


def test_stages_after_the_build_install_and_copy_nothing_from_outside() -> None:
    names = [one.words[-1] for one in INSTRUCTIONS if one.keyword == "FROM"]
    starts = [n for n, one in enumerate(INSTRUCTIONS) if one.keyword == "FROM"]
    later = INSTRUCTIONS[starts[names.index("build") + 1] :]

    assert [one for one in later if one.keyword == "RUN" or one.reads] == []


def test_images_of_registries_are_pinned_by_version_and_digest() -> None:
    stages = {one.words[-1] for one in INSTRUCTIONS if one.keyword == "FROM"}
    images = [one.words[0] for one in INSTRUCTIONS if one.keyword == "FROM"]
    images += re.findall(r"--from=(\S+)", "\n".join(o.arguments for o in INSTRUCTIONS))

    for image in set(images) - stages:
        assert re.fullmatch(r"[^:@]+:\d+\.\d+\.\d+[\w.-]*@sha256:[0-9a-f]{64}", image)


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the files that the image contains."""
    folder = tmp_path_factory.mktemp("image")
    files = [str(path.relative_to(SHOP)) for path in SHOP.rglob("*") if path.is_file()]
    context = sent_to_the_builder(files, IGNORED)
    for target, source in copied(INSTRUCTIONS, context).items():
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SHOP / source, folder / target)
    compile_all = last(INSTRUCTIONS, "RUN").words
    subprocess.run([sys.executable, *compile_all[1:]], cwd=folder, check=True)
    return folder


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Return the variables of the image, and those that the platform sets."""
    database = tmp_path_factory.mktemp("database") / "shop.db"
    return {
        **variables(INSTRUCTIONS),
        "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
        "APP_DATABASE_URL": f"sqlite+aiosqlite:///{database}",
        "APP_JWT_KEYS": JWT_KEYS,
        "APP_ALLOWED_HOSTS": '["shop.example", "127.0.0.1"]',
        "HTTP_PROXY": "http://127.0.0.1:9",  # nothing answers there
    }


@dataclass
class Container(ShopProcess):
    """The image's default command in a process of its own."""

    environment: Mapping[str, str] = field(kw_only=True)

    def serve(self, image: Path) -> None:
        """Run the default command at this container's port."""
        address = ["--host", "127.0.0.1", "--port", str(self.port)]
        command = [*last(INSTRUCTIONS, "CMD").command, *address]
        self.launch(command, folder=image, environment=self.environment)
        self.wait_until_ready(self.serves, "The container")

    def probe(self) -> int:
        """Run the command of `HEALTHCHECK` for this port; return its exit status."""
        command = last(INSTRUCTIONS, "HEALTHCHECK").command
        done = subprocess.run(
            [word.replace("8000", str(self.port)) for word in command],
            env=self.environment,
            capture_output=True,
            check=False,
        )
        return done.returncode


@pytest.fixture(scope="module")
def container(
    image: Path,
    environment: Mapping[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Generator[Container]:
    """Migrate the database, and start the server."""
    migrate = ["alembic", "upgrade", "head"]
    subprocess.run(migrate, cwd=image, env=environment, check=True, capture_output=True)
    log = tmp_path_factory.mktemp("log") / "log"
    started = Container(log, environment=environment)
    started.serve(image)
    yield started
    started.kill()


def test_container_is_healthy_until_it_is_stopped(container: Container) -> None:
    healthy = container.probe()
    assert container.process is not None
    container.process.terminate()
    container.process.wait(START_SECONDS)

    assert (healthy, container.probe()) == (0, 1)
    assert "stopped" in container.log
