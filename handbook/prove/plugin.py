"""A pytest plugin that writes down how each test ended and what it recorded."""

import json
import os
import sys
from collections.abc import Callable, Generator, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import override

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from handbook.book.snippets import read_span
from handbook.proof.scope import is_measured
from handbook.proof.store import ProvenTest
from handbook.prove.audit import Audit
from handbook.prove.recorder import LineRecorder

_READS, _SHARED = "reads", "shared-reads"

# The worse outcome of a test's phases and subtests stands for the test.
_RANKS = ("passed", "xpassed", "skipped", "xfailed", "failed")


@dataclass
class _Phases:
    """What was heard of a test so far."""

    path: str
    line: int
    seen: set[str] = field(default_factory=set[str])
    outcome: str = "passed"
    seconds: float = 0.0
    properties: list[tuple[str, object]] = field(
        default_factory=list[tuple[str, object]]
    )

    def hear(self, report: pytest.TestReport) -> None:
        self.seen.add(report.when)
        self.outcome = max(self.outcome, _outcome(report), key=_RANKS.index)
        self.seconds += report.duration
        self.properties = report.user_properties or self.properties

    def test(self) -> ProvenTest:
        return ProvenTest(
            outcome=self._ended(),
            path=self.path,
            line=self.line,
            seconds=round(self.seconds, 3),
            database=" and ".join(dict.fromkeys(self._values("database"))) or None,
            measured=self._values("measured"),
            shown={
                name.removeprefix("shown:"): str(value)
                for name, value in self.properties
                if name.startswith("shown:")
            },
            used=tuple(dict.fromkeys(self._values("used"))),
            reads=tuple(sorted(set(self._values(_READS)))),
        )

    def shared(self) -> tuple[str, ...]:
        return self._values(_SHARED)

    def _ended(self) -> str:
        complete = self.seen >= {"setup", "call", "teardown"}
        return self.outcome if complete or self.outcome != "passed" else "failed"

    def _values(self, wanted: str) -> tuple[str, ...]:
        return tuple(str(value) for name, value in self.properties if name == wanted)


def _outcome(report: pytest.TestReport) -> str:
    if hasattr(report, "wasxfail"):
        return "xfailed" if report.outcome == "skipped" else "xpassed"
    return report.outcome


class Recorder:
    """Hears the reports of all workers and writes them when the run ends."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._heard: dict[str, _Phases] = {}

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Hear one phase of one test."""
        path, line, _ = report.location
        first = _Phases(Path(path).as_posix(), (line or 0) + 1)
        self._heard.setdefault(report.nodeid, first).hear(report)

    @pytest.hookimpl
    def pytest_sessionfinish(self) -> None:
        """Write what was heard."""
        tests = {name: asdict(p.test()) for name, p in sorted(self._heard.items())}
        shared = {path for phases in self._heard.values() for path in phases.shared()}
        outcomes = {"tests": tests, "shared": sorted(shared)}
        self._target.write_text(json.dumps(outcomes), encoding="utf-8")


class LineCreditor:
    """Tells the recorder of lines which test is at work."""

    def __init__(self, recorder: LineRecorder, target: Path, root: Path) -> None:
        self._recorder = recorder
        self._target = target
        self._root = root

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None]:
        """Credit a test with all that runs from its set-up to its tear-down."""
        self._recorder.switch(item.nodeid)
        try:
            return (yield)
        finally:
            self._recorder.switch()

    @pytest.hookimpl
    def pytest_sessionfinish(self) -> None:
        """Write what this process recorded."""
        self._recorder.stop()
        self._recorder.save(self._target, self._root)


class Auditor:
    """Adds to the report of each test what it read beyond its imports."""

    def __init__(self, audit: Audit) -> None:
        self._audit = audit

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self) -> Generator[None]:
        """Begin a test."""
        self._audit.begin_test()
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None]:
        """End a test; its last report takes the properties."""
        try:
            return (yield)
        finally:
            own, shared = self._audit.end_test()
            item.user_properties += [(_READS, path) for path in sorted(own)]
            item.user_properties += [(_SHARED, path) for path in sorted(shared)]

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[object]
    ) -> Generator[None, object, object]:
        """Tell apart what lives longer than a test."""
        if fixturedef.scope == "function":
            return (yield)
        self._audit.enter_fixture()
        try:
            return (yield)
        finally:
            self._audit.leave_fixture()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that names the file of outcomes."""
    parser.addoption("--proof-outcomes", help="file to write each test's outcome to")
    parser.addoption("--proof-lines", help="file to write the lines of each test to")
    parser.addoption("--proof-groups", help="file that names the group of a module")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Record lines from the first import on, in each process to a file of its own."""
    target: str | None = early_config.known_args_namespace.proof_lines
    if not target:
        return
    root = early_config.rootpath
    recorder = LineRecorder(partial(_is_measured, f"{root}{os.sep}"))
    file = Path(f"{target}.{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")
    creditor = LineCreditor(recorder, file, root)
    early_config.pluginmanager.register(creditor, "handbook-lines")
    recorder.start()


def _is_measured(root: str, file: str) -> bool:
    return file.startswith(root) and is_measured(file.removeprefix(root))


def pytest_configure(config: pytest.Config) -> None:
    """Record on the controller alone: it hears of every worker's tests."""
    config.addinivalue_line("markers", "processes: not run when proving")
    target: str | None = config.getoption("--proof-outcomes")
    if not target:
        return
    # By it we were found; a test's program would seem to read the whole repository.
    os.environ.pop("PYTHONPATH", None)
    audit = Audit(config.rootpath)
    config.pluginmanager.register(Auditor(audit), "handbook-audit")
    sys.addaudithook(audit)
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(Path(target)), "handbook-proof")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(
    config: pytest.Config, log: Producer
) -> LoadScopeScheduling | None:
    """Let the tests of a module, or of a group of modules, run in one process.

    What they share, such as a cache, is then filled and read in the same order,
    however many processes there are: else a branch may be taken or not.
    """
    source: str | None = config.getoption("--proof-groups")
    if not source:
        return None
    groups: dict[str, str] = json.loads(Path(source).read_text(encoding="utf-8"))
    return _ByGroup(config, log, groups)


class _ByGroup(LoadScopeScheduling):
    def __init__(
        self, config: pytest.Config, log: Producer, groups: Mapping[str, str]
    ) -> None:
        super().__init__(config, log)
        self._groups = groups

    @override
    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return self._groups.get(module, module)


type Shown = Callable[[str], str]


@pytest.fixture
def shown(
    record_property: Callable[[str, object], None], pytestconfig: pytest.Config
) -> Shown:
    """Return the text that a page shows for ``PATH::NAME``; the test proves it."""

    def take(reference: str) -> str:
        span = read_span(reference, pytestconfig.rootpath)
        record_property("used", span.reference)
        return span.text

    return take
