"""The files of a set are exactly those that its `main.py` loads."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from handbook.book import sets
from tests.patterns.sets.conftest import copy

LOADED = """
import json, sys
sys.path.insert(0, sys.argv[1])
import main
files = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
print(json.dumps([file for file in files if file and file.startswith(sys.argv[1])]))
"""


@pytest.mark.parametrize("name", sets.names())
def test_set_holds_every_file_that_is_loaded_and_no_other(
    tmp_path: Path, name: str
) -> None:
    chosen = sets.read(name)
    copy(chosen, tmp_path)

    command = [sys.executable, "-I", "-c", LOADED, str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stderr
    loaded = {Path(file).relative_to(tmp_path) for file in json.loads(ran.stdout)}
    assert loaded == {Path("main.py"), *map(Path, map(sets.place, chosen.files))}
