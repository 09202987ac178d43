"""What a build may be told from outside."""

import os
import re
import subprocess
from functools import cache
from pathlib import Path

from handbook.common.errors import HandbookError
from handbook.common.files import ROOT, read_text

PREVIEW = "HANDBOOK_PREVIEW"
"""Environment variable: set while editing, so that unproven code is marked, not
refused."""


def previewing() -> bool:
    """Say whether pages are built for their author only."""
    return bool(os.environ.get(PREVIEW))


@cache
def repository_url(root: Path = ROOT) -> str:
    """Return the repository's address: HANDBOOK_REPOSITORY, or what mkdocs.yml says.

    Raises HandbookError where mkdocs.yml has none.
    """
    if url := os.environ.get("HANDBOOK_REPOSITORY"):
        return url.rstrip("/")
    return _address("repo_url", "say where the repository lies", root)


@cache
def site_url(root: Path = ROOT) -> str:
    """Return the address of the site that mkdocs.yml names, without a slash.

    Raises HandbookError where mkdocs.yml has none.
    """
    return _address("site_url", "say where the site is published", root)


def _address(name: str, fix: str, root: Path) -> str:
    text = read_text(root, "mkdocs.yml")
    match = re.search(rf"^{name}:.*?(https?://[^\s\"'\]]+)", text, re.MULTILINE)
    if not match:
        raise HandbookError(f"no {name}", path="mkdocs.yml", fix=fix)
    return match[1].rstrip("/")


@cache
def revision(root: Path = ROOT) -> str:
    """Return the commit that links point to; main outside of a checkout."""
    if commit := os.environ.get("GITHUB_SHA"):
        return commit
    git = subprocess.run(
        ["git", "rev-parse", "HEAD"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    return git.stdout.strip() if git.returncode == 0 else "main"


def source_url(path: str, first: int, last: int) -> str:
    """Return the address of exact lines of a file in the repository."""
    return f"{repository_url()}/blob/{revision()}/{path}#L{first}-L{last}"
