"""What the interpreter reports of a test, beyond its imports."""

import subprocess
import sys
from pathlib import Path

import pytest

from handbook.prove.audit import Audit

type Started = tuple[list[str], str | Path | None, dict[str, str] | None]

SCRIPT = ["python", "-c", "pass"]


def heard(root: Path, event: str, *arguments: object) -> set[str]:
    audit = Audit(root)
    audit.begin_test()
    audit(event, arguments)
    return audit.end_test()[0]


@pytest.mark.parametrize(
    ("event", "path", "found"),
    [
        ("open", "words.txt", {"words.txt"}),
        ("open", b"words.txt", {"words.txt"}),
        ("open", Path("words.txt"), {"words.txt"}),
        ("open", "folder/../words.txt", {"words.txt"}),
        ("open", 3, set[str]()),
        ("open", "/etc/hosts", set[str]()),
        ("open", "__pycache__/words.pyc", set[str]()),
        ("os.scandir", ".", {"./"}),
        ("os.listdir", None, {"./"}),
        ("os.listdir", "folder", {"folder/"}),
        ("import", "words", set[str]()),
        ("open", ".nox/prove/lib/words.txt", set[str]()),
    ],
)
def test_files_and_folders_of_the_repository_are_heard(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    event: str,
    path: object,
    found: set[str],
) -> None:
    monkeypatch.chdir(tmp_path)

    assert heard(tmp_path, event, path, "r", 0) == found


@pytest.mark.parametrize(
    ("started", "reads"),
    [
        ((SCRIPT, None, None), {"*."}),
        ((SCRIPT, "inside", None), {"*inside"}),
        ((SCRIPT, "/", None), set[str]()),
        ((SCRIPT, Path("/"), None), set[str]()),
        (([*SCRIPT, "ROOT/x.py"], "/", None), {"*x.py"}),
        ((SCRIPT, "/", {"PYTHONPATH": "/opt:ROOT/inside"}), {"*inside"}),
        (([*SCRIPT, "--file=ROOT/x.py"], "/", None), {"*."}),
        ((["/usr/bin/postgres", "-D", "/data"], None, None), set[str]()),
        ((["/usr/bin/postgres"], "/", {"PYTHONPATH": "ROOT"}), set[str]()),
        ((["/usr/bin/nginx", "-c", "ROOT/nginx.conf"], None, None), {"*nginx.conf"}),
    ],
)
def test_program_may_read_where_it_starts_and_what_it_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: Started, reads: set[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    words, folder, environment = started
    said = [word.replace("ROOT", str(tmp_path)) for word in words]
    paths = {
        name: value.replace("ROOT", str(tmp_path))
        for name, value in (environment or {}).items()
    }

    found = heard(tmp_path, "subprocess.Popen", words[0], said, folder, paths or None)

    assert found == reads


def test_program_inherits_the_path_of_modules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    assert heard(tmp_path, "subprocess.Popen", "python", SCRIPT, "/", None) == {"*."}


def test_imports_are_not_heard_and_what_modules_read_has_its_reader(
    tmp_path: Path,
) -> None:
    (tmp_path / "words.txt").write_text("hello", encoding="utf-8")
    (tmp_path / "reader.py").write_text(
        "from pathlib import Path\nPath('words.txt').read_text()\n"
    )
    program = (
        "import sys, pathlib; from handbook.prove.audit import Audit;"
        "audit = Audit(pathlib.Path.cwd()); sys.addaudithook(audit);"
        "import reader; print(*sorted(audit.end_test()[1]))"
    )

    printed = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": f"{tmp_path}:{Path.cwd()}"},
        capture_output=True,
        check=True,
        text=True,
    ).stdout

    assert printed == "reader.py<words.txt\n"
