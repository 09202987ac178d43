import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

type Measured = Callable[[str], None]
type Shown = Callable[[str], str]
type Select = Callable[[str, Path, str], Outcomes]

EXAMPLES = Path(__file__).parents[3] / "examples"
MISSPELT = EXAMPLES / "antipatterns" / "testing" / "unregistered_marker.py"
RIGHT = EXAMPLES / "patterns" / "testing" / "registered_marker.py"
MARKERS = 'markers = ["slow: takes more than a second"]\n'


class Outcomes:
    """A plugin that records the outcomes of a nested run."""

    def __init__(self) -> None:
        self.ran = 0
        self.errors: list[str] = []

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count the tests that ran."""
        self.ran += report.when == "call"

    @pytest.hookimpl
    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep the reason why a file failed to collect."""
        if report.failed:
            self.errors.append(report.longreprtext.splitlines()[-1])


@pytest.fixture
def select(tmp_path: Path) -> Select:
    def run(marker: str, example: Path, settings: str) -> Outcomes:
        """Run one file with `-m` under these settings."""
        config = tmp_path / "pyproject.toml"
        config.write_text(settings, encoding="utf-8")
        outcomes = Outcomes()
        options = ["-m", marker, "--disable-plugin-autoload"]
        with warnings.catch_warnings():
            warnings.simplefilter("default")  # as in a run of its own
            pytest.main(["-c", str(config), *options, str(example)], [outcomes])
        return outcomes

    return run


def test_unregistered_marker_is_not_deselected(
    select: Select, measured: Measured
) -> None:
    outcomes = select("not slow", MISSPELT, f"[tool.pytest]\n{MARKERS}")

    assert outcomes.errors == []
    assert outcomes.ran == 1
    measured(f'With -m "not slow", {outcomes.ran} slow test ran all the same.')


def test_strict_mode_rejects_unregistered_marker(select: Select, shown: Shown) -> None:
    settings = shown("examples/shop/pyproject.toml::tool.pytest")

    outcomes = select("not slow", MISSPELT, settings)

    assert outcomes.ran == 0
    assert outcomes.errors == ["'slwo' not found in `markers` configuration option"]


@pytest.mark.parametrize(("marker", "ran"), [("not slow", 0), ("slow", 1)])
def test_registered_marker_selects_the_test(
    select: Select, marker: str, ran: int
) -> None:
    outcomes = select(marker, RIGHT, f"[tool.pytest]\nstrict = true\n{MARKERS}")

    assert (outcomes.ran, outcomes.errors) == (ran, [])
