"""What tests read and start beyond their imports, as the interpreter reports it.

A file that a test opens, a folder that it lists and a program that it starts decide its
result as much as the code that it runs. Python's audit events name them.
"""

import inspect
import os
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType

STARTS = "*"
"""Begins the folder or file, with all below it, that a started program may read."""

_LISTS = {"os.listdir", "os.scandir"}
_PROGRAMS = {"os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system"}
_STAND_ALONE = {
    *("initdb", "pg_ctl", "pg_isready", "postgres", "valkey-server", "nginx", "uname"),
}
"""Programs that read no file of the folder they start in, and no Python module."""

_PACKAGES = tuple({sysconfig.get_path(name) for name in ("purelib", "platlib")})
_STANDARD_LIBRARY = tuple(
    {sysconfig.get_path(name) for name in ("stdlib", "platstdlib")}
)
_IMPORT = "<frozen importlib"
_RUNNERS = tuple(
    f"{folder}/{name}/"
    for folder in _PACKAGES
    for name in (
        "_pytest",
        "coverage",
        "execnet",
        "hypothesis",
        "pluggy",
        "xdist",
    )
)


class Audit:
    """Hears the audit events of this process, and tells them test by test.

    Paths are relative to the repository; a folder that was listed ends with a slash.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._own: set[str] | None = None
        self._shared: set[str] = set()
        self._outer_fixtures = 0

    def __call__(self, event: str, arguments: Sequence[object]) -> None:
        """Take an event. It is called for every one, so it has to be quick."""
        if event == "open" or event in _LISTS:
            path = self._inside(arguments[0])
            if path and not _is_of_import_or_runner():
                self._add(path if event == "open" else f"{path}/")
        elif event == "subprocess.Popen":
            for place in self._readable(arguments):
                self._add(place)
        elif event in _PROGRAMS:
            self._add(f"{STARTS}.")

    def begin_test(self) -> None:
        """Credit what follows to a test."""
        self._own = set()

    def end_test(self) -> tuple[set[str], set[str]]:
        """Return what the test read, and what was read before it for several tests.

        That is what modules read when they are imported, and what fixtures read that
        live longer than a test: ``READER<READ``, with the file whose code read it. It
        is returned once.
        """
        own, shared = self._own or set(), self._shared
        self._own, self._shared = None, set()
        return own, shared

    def enter_fixture(self) -> None:
        """Credit what follows to a fixture that lives longer than a test."""
        self._outer_fixtures += 1

    def leave_fixture(self) -> None:
        """End the set-up of such a fixture."""
        self._outer_fixtures -= 1

    def _add(self, what: str) -> None:
        if self._own is None or self._outer_fixtures:
            self._shared.add(f"{self._reader()}<{what}")
        else:
            self._own.add(what)

    def _reader(self) -> str:
        """Return the file of the project whose code is at work; empty for none."""
        files = (frame.f_code.co_filename for frame in _frames())
        inside = (file for file in files if Path(file).is_relative_to(self._root))
        own = (file for file in inside if not file.startswith((__file__, *_PACKAGES)))
        found = next(own, None)
        return Path(found).relative_to(self._root).as_posix() if found else ""

    def _inside(self, path: object) -> str | None:
        """Return a path relative to the repository; None for one that is outside.

        Hidden folders in its root, such as the one of virtual environments, hold no
        file that a proof speaks of.
        """
        if isinstance(path, int):  # an open file
            return None
        match path:
            case str() | bytes():
                given = Path(os.fsdecode(path))
            case os.PathLike():
                given = Path(str(path))
            case _:  # nothing stands for the folder of this process
                given = Path()
        full = Path(os.path.normpath(given.absolute()))
        if not full.is_relative_to(self._root) or full.suffix == ".pyc":
            return None
        inside = full.relative_to(self._root).as_posix()
        return inside if inside == "." or not inside.startswith(".") else None

    def _readable(self, arguments: Sequence[object]) -> Iterator[str]:
        """Yield what a program may read: where it starts, and what it is told of.

        Copies of its files elsewhere were opened to be made, which was heard.
        """
        _, command, folder, environment = arguments
        said = list(map(str, command)) if isinstance(command, list | tuple) else []
        known = environment if isinstance(environment, Mapping) else os.environ
        paths = str(known.get("PYTHONPATH", "")).split(os.pathsep)
        stands_alone = bool(said) and Path(said[0]).name in _STAND_ALONE
        places = [] if stands_alone else [folder]
        words = said[1:] if stands_alone else [*said[1:], *paths]
        places += [self._place(word) for word in words if str(self._root) in word]
        inside = (self._inside(place) for place in places)
        yield from (f"{STARTS}{place}" for place in inside if place)

    def _place(self, word: str) -> str:
        """Return the path that a word is; the repository, if it holds one somewhere."""
        return word if word.startswith(str(self._root)) else str(self._root)


def _frames() -> Iterator[FrameType]:
    """Yield what is at work, from here outwards."""
    frame = inspect.currentframe()
    while frame:
        yield frame
        frame = frame.f_back


def _is_of_import_or_runner() -> bool:
    """Whether the import of a module, or pytest itself, reads the file."""
    for frame in _frames():
        file = frame.f_code.co_filename
        if file.startswith(_IMPORT):
            return True
        is_library = file.startswith(("<frozen", __file__, *_STANDARD_LIBRARY))
        if not is_library or file.startswith(_PACKAGES):
            return file.startswith(_RUNNERS)
    return False
