"""A repository of two small modules, in which mutmut has run."""

import subprocess
import sys
from pathlib import Path

import pytest

from handbook.common.process import environment
from handbook.mutation import patterns

SOURCE = '''"""Prices."""


def plain(price: int) -> int:
    # A comment.
    doubled = price * 2
    return doubled + 1


class Price:
    def free(self) -> None:
        pass

    @staticmethod
    def decorated(price: int) -> int:
        return price + 1

    def net(
        self,
        price: int,
    ) -> int:
        return price - 3
'''
TESTS = """from app.prices import Price, plain


def test_plain() -> None:
    assert plain(2) == 5
    assert Price().net(8)
"""
SETTINGS = """[tool.pytest]
pythonpath = ["."]
addopts = ["--import-mode=importlib"]

[tool.mutmut]
source_paths = ["app"]
"""
PATTERN = """def half(price: int) -> float:
    return price / 2
"""
PATTERN_TESTS = """from patterns.halves import half


def test_half() -> None:
    assert half(8) == 4
"""
FILES = {
    "examples/shop/app/__init__.py": "",
    "examples/shop/app/prices.py": SOURCE,
    "examples/shop/tests/test_prices.py": TESTS,
    "examples/shop/pyproject.toml": SETTINGS,
    "examples/shop/survivors.toml": "",
    "examples/patterns/halves.py": PATTERN,
    "examples/patterns/survivors.toml": "",
    "tests/conftest.py": "",
    "tests/patterns/test_halves.py": PATTERN_TESTS,
    "tests/antipatterns/testing/README.md": "",
}


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository after a run of mutmut on its shop and on its patterns."""
    root = tmp_path_factory.mktemp("mutated")
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    for folder in (root / "examples/shop", patterns.write(root)):
        command = [sys.executable, "-m", "mutmut", "run", "--max-children", "1"]
        ran = subprocess.run(
            command, cwd=folder, env=environment(), capture_output=True, check=False
        )
        assert ran.returncode == 0, ran.stdout.decode() + ran.stderr.decode()
    return root
