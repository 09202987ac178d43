"""A copy of the shop, which a test changes as a team would."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook.common.files import ROOT
from tests.patterns.patches import git, git_apply

SHOP = ROOT / "examples" / "shop"
PROGRAMS = Path(sys.executable).parent
LISTING = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
ON_SQLITE = (
    *("-q", "-p", "no:cacheprovider", "-k", "not postgresql"),
    *("--disable-plugin-autoload", "-p", "anyio"),  # the other plugins take seconds
)


@dataclass(frozen=True)
class CopiedApp:
    """The folder of a copy."""

    folder: Path

    def apply(self, *patches: str) -> None:
        """Apply patches; CalledProcessError for one that does not fit."""
        for patch in patches:
            git_apply(self.folder, patch)

    def run_script(self, script: str) -> None:
        """Run a shell script; CalledProcessError for a command that fails."""
        command = ["/bin/sh", "-e"]
        subprocess.run(command, cwd=self.folder, input=script, text=True, check=True)

    def files_with(self, word: str) -> list[str]:
        """Return the files that hold a word, in upper or lower case."""
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return sorted(
            path.relative_to(self.folder).as_posix()
            for path in files
            if word in path.read_text("utf-8").lower()
        )

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that matches once; AssertionError if it does not."""
        file = self.folder / name
        text, count = re.subn(old, new, file.read_text(), flags=re.MULTILINE)
        assert count == 1, f"{old!r} matches {count} times in {name}"
        file.write_text(text)

    def run(
        self,
        program: str,
        *arguments: str,
        environment: Mapping[str, str] | None = None,
    ) -> str:
        """Run a program in the copy; AssertionError with its output if it fails."""
        ended = self.start(program, *arguments, environment=environment)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    def start(
        self,
        program: str,
        *arguments: str,
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run a program in the copy, whatever its outcome."""
        ours = {name: os.environ[name] for name in ("PATH", "HOME")}
        return subprocess.run(
            [str(PROGRAMS / program), *arguments],
            cwd=self.folder,
            env={**ours, **(environment or {})},
            capture_output=True,
            text=True,
            check=False,
        )

    def test(self, *arguments: str) -> str:
        """Run tests on SQLite; AssertionError with their output if one fails."""
        return self.run("pytest", *ON_SQLITE, *arguments)

    def failures(self, *arguments: str) -> str:
        """Run tests on SQLite of which some fail; return the output."""
        ended = self.start("pytest", *ON_SQLITE, *arguments)
        assert ended.returncode == 1, ended.stdout + ended.stderr
        return ended.stdout


def copy_app(folder: Path) -> CopiedApp:
    """Copy what git tracks, or would track, of the shop."""
    for name in filter(None, git(SHOP, *LISTING).split("\0")):
        if (SHOP / name).is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(SHOP / name, target)
    return CopiedApp(folder)
