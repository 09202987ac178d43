import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("name", "is_ignored"), [(".env", True), (".env.example", False)]
)
def test_git_ignores_the_file_with_secrets(
    tmp_path: Path, shown: Callable[[str], str], name: str, *, is_ignored: bool
) -> None:
    (tmp_path / ".gitignore").write_text(shown("examples/shop/.gitignore"))
    git = [shutil.which("git") or "git", "-C", str(tmp_path)]
    subprocess.run([*git, "init", "--quiet"], check=True)

    checked = subprocess.run([*git, "check-ignore", "--quiet", name], check=False)

    assert (checked.returncode == 0) is is_ignored
