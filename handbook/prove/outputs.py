"""Run the commands whose output a chapter shows."""

import os
import shlex
import shutil
import sysconfig
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.common.errors import HandbookError
from handbook.common.process import at_once, run
from handbook.proof.scope import tree
from handbook.proof.store import Output
from handbook.sources.lines import split_lines

_FIX = "show a command whose output is the same each time and everywhere"
_SHELL = {"|", "||", "&&", ";", ">", ">>", "<", "&"}


@dataclass(frozen=True)
class Wanted:
    """A command that a chapter shows; ``folder`` is where it runs, from the root."""

    command: str
    folder: str = "."
    exit: int = 0
    path: str | None = None
    line: int | None = None

    @property
    def key(self) -> str:
        """The name under which the proof keeps the output."""
        return f"{self.folder}$ {self.command}"

    @property
    def words(self) -> list[str]:
        """The command, cut as a shell would; HandbookError for an open quote."""
        try:
            return shlex.split(self.command)
        except ValueError as fault:
            words = str(fault).lower()
            raise self.fault(f"can't be cut: {words}", "close the quote") from None

    def fault(self, message: str, fix: str = _FIX) -> HandbookError:
        """Return an error with the command's place in the chapter."""
        where = {"path": self.path} if self.path else {}
        text = f"`{self.command}` {message}"
        return HandbookError(text, line=self.line, fix=fix, **where)


def record(
    root: Path, wanted: Iterable[Wanted], *, verify: bool = False
) -> dict[str, Output]:
    """Run each command and return its output; ``verify`` runs it twice.

    Every run starts in its own copy of the files, so that no command sees what
    another left behind, and none leaves anything in the repository.

    Raises HandbookError for an unknown command, another exit code than expected, and
    an output that a second run or another machine would not repeat.
    """
    found = list(wanted)
    outputs = at_once(lambda item: _record(root, item, verify=verify), found)
    return dict(zip((item.key for item in found), outputs, strict=True))


def _record(root: Path, wanted: Wanted, *, verify: bool) -> Output:
    output = _run(root, wanted)
    if verify and _run(root, wanted) != output:
        raise wanted.fault("prints something else the second time")
    return output


def _run(root: Path, wanted: Wanted) -> Output:
    if not _SHELL.isdisjoint(wanted.words):
        raise wanted.fault("needs a shell", "show one command without pipes")
    with tempfile.TemporaryDirectory(prefix="handbook-run-") as name:
        scratch = Path(name).resolve()
        copy = scratch / "repository"
        _copy(root, copy)
        env = _environment(scratch)
        if wanted.words[0] == "git":
            _make_repository(copy, env)
        program = shutil.which(wanted.words[0], path=env["PATH"])
        if not program:
            raise wanted.fault(f"names no program: {wanted.words[0]}", "install it")
        folder = copy / wanted.folder
        if not folder.is_dir():
            raise wanted.fault(f"runs in no folder: {wanted.folder}", "correct @in")
        done = run([program, *wanted.words[1:]], folder, env=env, one_stream=True)
        if done.exit != wanted.exit:
            raise wanted.fault(
                f"ended with exit code {done.exit}, not {wanted.exit}: {done.out}",
                "fix the command, or say which code is right with @exit",
            )
        return Output(_portable(done.out, copy, scratch, wanted), done.exit)


def _copy(root: Path, target: Path) -> None:
    """Copy the project's files; the environment is only linked."""
    target.parent.chmod(0o755)
    for path in tree(root):
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / path, target / path)
    (target / ".venv").symlink_to(Path(sysconfig.get_path("scripts")).parent)


def _make_repository(copy: Path, env: Mapping[str, str]) -> None:
    """Let git know the files of the copy, and nothing of their history."""
    for command in (["git", "init", "-q"], ["git", "add", "--all", ":!.venv"]):
        run(command, copy, env=env)


def _environment(scratch: Path) -> dict[str, str]:
    """Return all that a command may know: nothing of the machine it runs on."""
    home = scratch / "home"
    home.mkdir(exist_ok=True)
    scripts = sysconfig.get_path("scripts")
    return {
        "PATH": os.pathsep.join((scripts, os.environ.get("PATH", os.defpath))),
        "HOME": str(home),
        "COLUMNS": "88",
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "TERM": "dumb",
        "TZ": "UTC",
    }


def _portable(text: str, copy: Path, scratch: Path, wanted: Wanted) -> str:
    """Return the output with paths seen from the repository.

    Raises HandbookError where a path of this machine is left.
    """
    text = text.replace(f"{copy}/", "").replace(str(copy), ".")
    foreign = (str(scratch), tempfile.gettempdir(), sysconfig.get_path("data"))
    for place in foreign:
        if place in text:
            line = next(line for line in split_lines(text) if place in line)
            raise wanted.fault(f"prints a path of this machine: {line.strip()}")
    return "".join(f"{line.rstrip()}\n" for line in split_lines(text))


def depends(root: Path, wanted: Wanted) -> set[str]:
    """Return the files that an output may speak of: more rather than fewer.

    These are the files and folders that the command names, or else all below the
    folder that it runs in.
    """
    named = list(_named(root, wanted)) or [_normal(root, root / wanted.folder)]
    return {path for path in tree(root) if _under(path, named)}


def _named(root: Path, wanted: Wanted) -> Iterator[str]:
    for word in wanted.words[1:]:
        path = root / wanted.folder / word.partition("::")[0].rpartition("=")[2]
        if path.exists() and path.resolve().is_relative_to(root.resolve()):
            yield _normal(root, path)


def _normal(root: Path, path: Path) -> str:
    return path.resolve().relative_to(root.resolve()).as_posix()


def _under(path: str, places: Sequence[str]) -> bool:
    return any(p in {".", path} or path.startswith(f"{p}/") for p in places)
