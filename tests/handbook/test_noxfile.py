"""What the sessions remember: which files they checked."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import cast

import nox
import pytest
from nox.command import CommandFailed

import noxfile
from handbook.common.files import ROOT
from handbook.common.process import run


class Session:
    """Stands in for nox's session: it keeps what is logged."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def warn(self, words: str) -> None:
        """Keep the words."""
        self.said.append(words)


MARK = re.compile(r"pytest\.mark\.(processes|lifted|browser)\b")
FOLDERS = {
    "processes": noxfile.LONG,
    "lifted": ("tests/adoption",),
    "browser": ("tests/browser",),
}


def test_every_test_of_a_slow_session_lies_in_a_folder_of_it() -> None:
    files = [*ROOT.glob("tests/**/test_*.py"), *ROOT.glob("examples/**/test_*.py")]
    marked = {
        (file.relative_to(ROOT).as_posix(), mark)
        for file in files
        if file != Path(__file__) and "mutants" not in file.parts
        for mark in MARK.findall(file.read_text("utf-8"))
    }

    assert {mark for _, mark in marked} == FOLDERS.keys()
    assert [
        (file, mark)
        for file, mark in sorted(marked)
        if not file.startswith(tuple(f"{folder}/" for folder in FOLDERS[mark]))
    ] == []


type RunSession = Callable[[Callable[[], object]], Session]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Enter a repository with two files and no sessions."""
    (tmp_path / ".gitignore").write_text("build\n")
    (tmp_path / "code.py").write_text("LIMIT = 1\n")
    (tmp_path / "empty.py").write_text("")
    run(["git", "init", "-q"], tmp_path)
    run(["git", "add", "."], tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run_session(repository: Path, monkeypatch: pytest.MonkeyPatch) -> RunSession:
    """Return a function that runs a session which does what it is given."""
    assert repository.is_dir()
    monkeypatch.setattr(noxfile, "install", lambda _: None)

    def run_it(action: Callable[[], object]) -> Session:
        @noxfile.check
        def lint(session: nox.Session) -> None:
            assert session
            action()

        session = Session()
        lint(cast("nox.Session", session))
        return session

    return run_it


def test_session_is_recorded_for_the_files_that_it_checked(
    run_session: RunSession,
) -> None:
    run_session(lambda: None)

    assert noxfile.is_current("lint")


def test_session_is_not_recorded_for_a_file_edited_while_it_ran(
    repository: Path, run_session: RunSession
) -> None:
    session = run_session(lambda: (repository / "code.py").write_text("LIMIT = 2\n"))

    assert not noxfile.is_current("lint")
    assert session.said == ["code.py changed while lint ran: run it again"]


def test_session_is_not_recorded_where_an_edit_was_taken_back(
    repository: Path, run_session: RunSession
) -> None:
    def edit_and_restore() -> None:
        file = repository / "code.py"
        text = file.read_text()
        file.write_text("LIMIT = 2\n")
        file.write_text(text)
        os.utime(file, (1, 1))

    run_session(edit_and_restore)

    assert not noxfile.is_current("lint")


def test_earlier_pass_outlives_a_run_with_an_edit(
    repository: Path, run_session: RunSession
) -> None:
    run_session(lambda: None)
    before = (repository / "code.py").read_text()
    run_session(lambda: (repository / "code.py").write_text("LIMIT = 2\n"))
    (repository / "code.py").write_text(before)

    assert noxfile.is_current("lint")


@pytest.mark.parametrize("name", ["code.py", "empty.py"])
def test_removed_file_makes_a_session_old(
    repository: Path, run_session: RunSession, name: str
) -> None:
    run_session(lambda: None)

    (repository / name).unlink()

    assert not noxfile.is_current("lint")


def test_uv_of_a_test_does_not_find_the_environment_of_a_session() -> None:
    named = {"UV_PROJECT_ENVIRONMENT", "UV_PYTHON", "VIRTUAL_ENV"}

    assert named.isdisjoint(os.environ)


def test_failure_of_a_command_that_runs_beside_others_fails_the_session() -> None:
    ran: list[str] = []

    class Fails(Session):
        def run(self, *command: str, silent: bool) -> None:
            """Run nothing; one command fails."""
            assert silent, "the outputs would mix"
            ran.append(command[0])
            if command[0] == "mypy":
                raise CommandFailed

    session = cast("nox.Session", Fails())

    with pytest.raises(CommandFailed):
        noxfile.run_at_once(session, ("mypy", "app"), ("basedpyright",))

    assert sorted(ran) == ["basedpyright", "mypy"]
