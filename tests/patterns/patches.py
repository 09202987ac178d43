"""Runs git on the folders of tests, and applies the patches that pages show."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path


def git(
    folder: Path,
    *arguments: str,
    text: str = "",
    environment: Mapping[str, str] | None = None,
) -> str:
    """Run git in a folder and return its output; CalledProcessError if it fails."""
    return subprocess.run(
        [shutil.which("git") or "git", *arguments],
        cwd=folder,
        input=text,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def git_apply(folder: Path, patch: str, *options: str) -> str:
    """Apply a patch in a folder, also if a folder above it is a repository."""
    alone = {"GIT_CEILING_DIRECTORIES": str(folder.parent)}
    return git(folder, "apply", *options, text=patch, environment=alone)
