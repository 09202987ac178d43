"""Finding and starting the browser of the machine."""

import shutil

from playwright.sync_api import Browser, BrowserType

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# What a browser would do by itself: fetch lists, report, update. None of it is the
# site's doing, and each would show as a request that leaves the host.
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoBrowserError(Exception):
    """The machine has no browser of the Chromium family."""

    def __init__(self) -> None:
        super().__init__(
            f"none of {', '.join(NAMES)} is on PATH, so the pages can't be checked: "
            "install one (Debian and Ubuntu: apt-get install chromium; "
            "macOS: brew install --cask chromium)"
        )


def executable(path: str | None = None) -> str:
    """Return the browser on ``path``, or on PATH.

    Raises NoBrowserError: a check that's skipped is not a check.
    """
    for name in NAMES:
        if found := shutil.which(name, path=path):
            return found
    raise NoBrowserError


def start(chromium: BrowserType) -> Browser:
    """Start the browser without a window and without a life of its own."""
    return chromium.launch(executable_path=executable(), args=list(_QUIET))
