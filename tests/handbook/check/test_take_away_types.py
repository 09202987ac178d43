"""The type checkers, with the settings that readers copy, on the wrong code."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from handbook.check.take_away import SETTINGS, settings
from handbook.common.files import ROOT, read_text
from handbook.proof.scope import scope
from handbook.prove.witness import headers

PROGRAMS = Path(sys.executable).parent
IMPORTED = [str(ROOT / name) for name in (".", "examples", "examples/shop")]
TEXT = read_text(ROOT, SETTINGS)


def codes_of(tool: str) -> set[str]:
    """Return what the settings list to be reported; the others are keys of a table."""
    listed = {line.value for line in settings(TEXT) if line.tool == tool}
    return {code for code in listed if "-" in code or code.startswith("report")} | (
        listed & {"assignment", "misc"}
    )


def wrong_files(tool: str) -> Mapping[str, str]:
    """Return for each code of the settings a file that declares it."""
    declared = headers(ROOT, sorted(scope(ROOT)))
    codes = {line.value for line in settings(TEXT) if line.tool == tool}
    return {
        code: path
        for path, header in declared.items()
        for code in header.codes(tool)
        if code in codes
    }


def run(*command: str | Path) -> str:
    env = os.environ | {"MYPYPATH": os.pathsep.join(IMPORTED)}
    done = subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.stdout


def test_mypy_reports_every_code_of_the_settings() -> None:
    wanted = wrong_files("mypy")

    said = run(
        PROGRAMS / "mypy",
        *("--config-file", SETTINGS, "--cache-dir", "/dev/null"),
        *("--explicit-package-bases", "--no-error-summary"),
        *sorted(set(wanted.values())),
    )

    found = {
        (code, path) for path, code in re.findall(r"(?m)^(\S+?):.*\[(\S+)\]$", said)
    }
    assert wanted.keys() == codes_of("mypy")
    assert [each for each in wanted.items() if each not in found] == []


def test_basedpyright_reports_every_code_of_the_settings(tmp_path: Path) -> None:
    wanted = wrong_files("basedpyright")
    files = sorted({str(ROOT / path) for path in wanted.values()})
    table = "[tool.basedpyright]"
    where = (
        f"{table}\nextraPaths = {json.dumps(IMPORTED)}\ninclude = {json.dumps(files)}"
    )
    (tmp_path / "pyproject.toml").write_text(TEXT.replace(table, where))

    said = run(
        PROGRAMS / "basedpyright",
        *("--project", tmp_path, "--pythonpath", sys.executable, "--outputjson"),
    )

    found = {
        (each["rule"], str(Path(each["file"]).relative_to(ROOT)))
        for each in json.loads(said)["generalDiagnostics"]
        if "rule" in each
    }
    assert wanted.keys() == codes_of("basedpyright")
    assert [each for each in wanted.items() if each not in found] == []
