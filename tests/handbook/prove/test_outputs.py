import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from handbook.common.errors import HandbookError
from handbook.prove.outputs import Wanted, depends, record

type Write = Callable[[str, str], Path]


@pytest.fixture
def root(write: Write, tmp_path: Path) -> Path:
    write("examples/shop/where.py", "import os\nprint(os.getcwd() + '/app')\n")
    write("examples/shop/home.py", "import os\nprint(os.environ['HOME'])\n")
    write("examples/shop/time.py", "import time\nprint(time.time_ns())\n")
    write("examples/shop/make.py", "open('made.txt', 'x')\nprint('made')\n")
    return tmp_path


def wanted(command: str, *, code: int = 0) -> Wanted:
    return Wanted(command, "examples/shop", code, "docs/a.md", 7)


def test_output_is_kept_with_paths_seen_from_the_repository(root: Path) -> None:
    outputs = record(root, [wanted("python where.py")], verify=True)

    output = outputs["examples/shop$ python where.py"]
    assert (output.text, output.exit) == ("examples/shop/app\n", 0)


def test_command_leaves_nothing_behind(root: Path) -> None:
    record(root, [wanted("python make.py")], verify=True)

    assert not (root / "examples/shop/made.txt").exists()


def test_git_knows_the_files(root: Path) -> None:
    outputs = record(root, [wanted("git ls-files")])

    text = outputs["examples/shop$ git ls-files"].text
    assert text == "home.py\nmake.py\ntime.py\nwhere.py\n"


def test_expected_failure_is_kept(root: Path) -> None:
    command = "python -c 'raise SystemExit(3)'"

    assert (
        record(root, [wanted(command, code=3)])[f"examples/shop$ {command}"].exit == 3
    )


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("python home.py", "prints a path of this machine"),
        (f"echo {sys.prefix}", "prints a path of this machine"),
        ("python time.py", "prints something else the second time"),
        ("no-such-program", "names no program: no-such-program"),
        ("python gone.py", "ended with exit code 2, not 0"),
        ("cat where.py | head", "needs a shell"),
    ],
)
def test_output_that_others_would_not_see_is_refused(
    root: Path, command: str, words: str
) -> None:
    with pytest.raises(HandbookError, match=words) as refused:
        record(root, [wanted(command)], verify=True)

    assert (refused.value.path, refused.value.line) == ("docs/a.md", 7)


def test_output_rests_on_what_its_command_names(root: Path) -> None:
    assert depends(root, wanted("python time.py")) == {"examples/shop/time.py"}
    assert len(depends(root, wanted("git ls-files"))) == 4
