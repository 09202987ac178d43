"""A Git repository with hooks, and commits that the hooks read."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from handbook.common.files import ROOT

PROGRAMS = Path(sys.executable).parent
HOOKS = "examples/shop/.pre-commit-config.yaml"
GIT = shutil.which("git") or "git"
UVX = f"""#!/bin/sh
# Runs what is installed; a test compares the versions.
if [ "$1" = --from ]; then shift 2; fi
program=${{1%%==*}}
shift
exec "{PROGRAMS}/$program" "$@"
"""


@dataclass(frozen=True)
class Repository:
    """A repository in a folder, and the environment of its hooks."""

    folder: Path

    @classmethod
    def create(cls, folder: Path, hooks: str) -> "Repository":
        """Create a repository with the hooks of a page."""
        folder.mkdir(parents=True, exist_ok=True)
        created = cls(folder)
        version = (ROOT / ".python-version").read_text()
        created.write(".python-version", version)
        created.write(".pre-commit-config.yaml", hooks)
        created.git("init", "--quiet")
        program = folder / ".git" / "programs" / "uvx"
        program.parent.mkdir()
        program.write_text(UVX)
        program.chmod(0o755)
        return created

    def environment(self) -> dict[str, str]:
        """Return variables with which `uv run` and `uvx` take what is installed."""
        kept = {name: text for name, text in os.environ.items() if "COV" not in name}
        path = [str(self.folder / ".git/programs"), str(PROGRAMS), os.environ["PATH"]]
        return kept | {
            "GIT_AUTHOR_NAME": "Ada",
            "GIT_AUTHOR_EMAIL": "ada@example.com",
            "GIT_COMMITTER_NAME": "Ada",
            "GIT_COMMITTER_EMAIL": "ada@example.com",
            "PATH": os.pathsep.join(path),
            "PRE_COMMIT_HOME": str(self.folder / ".git" / "pre-commit"),
            "UV_NO_SYNC": "1",
            "UV_OFFLINE": "1",
            "UV_PROJECT_ENVIRONMENT": sys.prefix,
            "UV_PYTHON": sys.executable,
        }

    def write(self, name: str, text: str) -> None:
        """Write a file."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def start(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a program in the repository, whatever its outcome."""
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )

    def git(self, *arguments: str) -> str:
        """Run git; AssertionError where it fails."""
        done = self.start(GIT, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, *hook: str) -> subprocess.CompletedProcess[str]:
        """Stage everything, and run a hook on what is staged."""
        self.git("add", "--all")
        program = str(PROGRAMS / "pre-commit")
        return self.start(program, "run", "--color", "never", "--verbose", *hook)
