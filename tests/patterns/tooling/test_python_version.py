"""The version of Python that each tool assumes."""

import tomllib
from collections.abc import Callable

type Shown = Callable[[str], str]

SETTINGS = "examples/shop/pyproject.toml"


def test_every_tool_assumes_the_lowest_supported_version(shown: Shown) -> None:
    tables = ["tool.ruff", "tool.mypy", "tool.basedpyright"]
    text = "\n".join(shown(f"{SETTINGS}::{table}") for table in tables)
    tools = tomllib.loads(text)["tool"]

    project = tomllib.loads(shown(f"{SETTINGS}::project"))["project"]

    assert project["requires-python"] == ">=3.12"
    assert tools["ruff"]["target-version"] == "py312"
    assert tools["mypy"]["python_version"] == "3.12"
    assert tools["basedpyright"]["pythonVersion"] == "3.12"


def test_tests_run_on_the_lowest_version_too(shown: Shown) -> None:
    versions = shown("examples/shop/.python-version").split()

    assert versions == ["3.13", "3.12"]
