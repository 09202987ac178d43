"""Containers of one image, run by runc without an engine."""

import json
import shutil
import subprocess
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class Image:
    """An unpacked image: its files, and what its configuration says."""

    root: Path
    user: str
    environment: Sequence[str]
    folder: str
    command: Sequence[str]
    health_check: Sequence[str]


class Container:
    """A running container: `process` is its runtime, `log` what it prints."""

    def __init__(self, runc: Sequence[str], bundle: Path) -> None:
        self._runc = runc
        self._name = bundle.name
        self._log = bundle / "log"
        with self._log.open("wb") as log:
            command = [*runc, "run", "--bundle", str(bundle), self._name]
            self.process = subprocess.Popen(command, stdout=log, stderr=log)

    @property
    def log(self) -> str:
        """What the container has printed."""
        return self._log.read_text()

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command inside it, as `docker exec` does."""
        inside = [*self._runc, "exec", self._name, *command]
        return subprocess.run(inside, capture_output=True, text=True, check=False)

    def stop(self, seconds: float) -> int:
        """Send SIGTERM and return the exit code; TimeoutExpired after the seconds."""
        subprocess.run([*self._runc, "kill", self._name, "TERM"], check=True)
        return self.process.wait(seconds)

    def remove(self) -> None:
        """Kill it if it still runs."""
        delete = [*self._runc, "delete", "--force", self._name]
        subprocess.run(delete, capture_output=True, check=False)
        self.process.wait()


class Runtime:
    """Runs containers with one volume, which is the only place that they may write."""

    def __init__(self, folder: Path, image: Image, settings: Mapping[str, str]) -> None:
        program = shutil.which("runc")
        if program is None:
            pytest.fail("runc is missing: apt-get install runc")
        self._folder = folder
        self._image = image
        self._settings = settings
        self._runc = (program, "--root", str(folder / "state"))
        self._volume = folder / "volume"
        self._volume.mkdir()
        user, _, group = image.user.partition(":")
        shutil.chown(self._volume, int(user), int(group))

    @contextmanager
    def container(self, name: str, *command: str) -> Generator[Container]:
        """Start a container with this command, or with that of the image."""
        bundle = self._folder / name
        bundle.mkdir()
        subprocess.run([*self._runc, "spec"], cwd=bundle, check=True)
        file = bundle / "config.json"
        spec = self._spec(json.loads(file.read_text()), command or self._image.command)
        file.write_text(json.dumps(spec))
        container = Container(self._runc, bundle)
        try:
            yield container
        finally:
            container.remove()

    def _spec(self, spec: dict[str, Any], command: Sequence[str]) -> dict[str, Any]:
        """Return the runtime's own example with the image, and without privileges."""
        user, _, group = self._image.user.partition(":")
        settings = [f"{name}={value}" for name, value in self._settings.items()]
        volume = {
            "destination": "/data",
            "type": "bind",
            "source": str(self._volume),
            "options": ["bind", "rw"],
        }
        others = [m for m in spec["mounts"] if m["destination"] != "/sys/fs/cgroup"]
        return {
            **spec,
            "root": {"path": str(self._image.root), "readonly": True},
            "mounts": [*others, volume],
            "process": {
                **spec["process"],
                "terminal": False,
                "user": {"uid": int(user), "gid": int(group)},
                "args": list(command),
                "env": [*self._image.environment, *settings],
                "cwd": self._image.folder,
                "capabilities": {},
            },
        }
