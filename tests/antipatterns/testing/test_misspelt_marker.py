import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

type Measured = Callable[[str], None]
type Shown = Callable[[str], str]

EXAMPLES = Path(__file__).parents[3] / "examples"
MISSPELT = EXAMPLES / "antipatterns" / "testing" / "misspelt_marker.py"
RIGHT = EXAMPLES / "patterns" / "testing" / "known_marker.py"
MARKERS = 'markers = ["slow: takes more than a second"]\n'


class Outcomes:
    """A plugin that counts what became of the tests of a run inside this one."""

    def __init__(self) -> None:
        self.ran = 0
        self.errors: list[str] = []

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count calls of tests."""
        self.ran += report.when == "call"

    @pytest.hookimpl
    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep why a file can't be collected."""
        if report.failed:
            self.errors.append(report.longreprtext.splitlines()[-1])


@pytest.fixture
def without_slow_tests(tmp_path: Path) -> Callable[[Path, str], Outcomes]:
    def run(example: Path, settings: str) -> Outcomes:
        """Run one file with `-m "not slow"` under these settings."""
        config = tmp_path / "pyproject.toml"
        config.write_text(settings, encoding="utf-8")
        outcomes = Outcomes()
        options = ["-m", "not slow", "-p", "no:xdist", "-p", "no:cov"]
        with warnings.catch_warnings():
            warnings.simplefilter("default")  # as in a run of its own
            pytest.main(["-c", str(config), *options, str(example)], [outcomes])
        return outcomes

    return run


def test_deselected_test_runs(
    without_slow_tests: Callable[[Path, str], Outcomes], measured: Measured
) -> None:
    outcomes = without_slow_tests(MISSPELT, f"[tool.pytest]\n{MARKERS}")

    assert outcomes.errors == []
    assert outcomes.ran == 1
    measured(f'With -m "not slow", {outcomes.ran} slow test ran all the same.')


def test_strict_settings_refuse_the_misspelling(
    without_slow_tests: Callable[[Path, str], Outcomes], shown: Shown
) -> None:
    settings = shown("examples/shop/pyproject.toml::tool.pytest")

    outcomes = without_slow_tests(MISSPELT, settings)

    assert outcomes.ran == 0
    assert outcomes.errors == ["'slwo' not found in `markers` configuration option"]


def test_known_marker_leaves_the_test_out(
    without_slow_tests: Callable[[Path, str], Outcomes],
) -> None:
    outcomes = without_slow_tests(RIGHT, f"[tool.pytest]\nstrict = true\n{MARKERS}")

    assert (outcomes.ran, outcomes.errors) == (0, [])
