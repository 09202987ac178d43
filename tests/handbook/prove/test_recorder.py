import asyncio
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from textwrap import dedent
from types import ModuleType

import pytest
from coverage import Coverage, CoverageData
from sqlalchemy.util import greenlet_spawn

from handbook.prove.recorder import LineRecorder
from tests.handbook.prove.jumps import CANCELLED, END_OF_WATCH, SAMPLE


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    file = tmp_path / "sample.py"
    file.write_text(SAMPLE)
    return file


def import_sample(file: Path) -> ModuleType:
    """Import the sample afresh."""
    spec = spec_from_file_location("sample", file)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(file: Path) -> None:
    """Import the sample and run it in this thread, in another and in a greenlet."""
    module = import_sample(file)
    module.all_of_it()
    thread = threading.Thread(target=module.factorial, args=(3,))
    thread.start()
    thread.join()
    asyncio.run(greenlet_spawn(module.in_greenlet))


@contextmanager
def recording(file: Path) -> Generator[LineRecorder]:
    recorder = LineRecorder(lambda name: name == str(file))
    recorder.start()
    try:
        yield recorder
    finally:
        recorder.stop()


def trace(
    file: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[[Path], object]
) -> set[tuple[int, int]]:
    """Return the arcs that coverage's own tracer sees."""
    monkeypatch.setenv("COVERAGE_CORE", "ctrace")
    coverage = Coverage(
        data_file=None,
        branch=True,
        config_file=False,
        include=[str(file)],
        concurrency=["thread", "greenlet"],
    )
    with coverage.collect():
        run(file)
    return set(coverage.get_data().arcs(str(file)) or ())


def test_jumps_are_those_that_coverage_traces(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with recording(sample) as recorder:
        run(sample)

    recorded = recorder.jumps(str(sample))[""]
    assert len(recorded) > 100
    # The tracer also reports each round of a loop within a line, which is no branch.
    traced = trace(sample, monkeypatch, run)
    assert recorded == {(start, end) for start, end in traced if start != end}


def test_exit_by_an_exception_is_no_jump(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "sample.py"
    file.write_text(CANCELLED)

    with recording(file) as recorder:
        import_sample(file)

    assert END_OF_WATCH not in recorder.jumps(str(file))[""]
    # The tracer takes it for the end of the loop, so the proof could not use it.
    assert END_OF_WATCH in trace(file, monkeypatch, import_sample)


def test_each_test_gets_what_ran_during_it(sample: Path) -> None:
    with recording(sample) as recorder:
        run(sample)
        for test in ("first", "second"):
            recorder.switch(test)
            run(sample)
        recorder.switch()

    found = recorder.jumps(str(sample))
    assert found["first"] == found["second"] == found[""]


def test_code_that_is_not_measured_is_asked_about_once() -> None:
    asked: list[str] = []

    def is_measured(name: str) -> bool:
        asked.append(name)
        return False

    recorder = LineRecorder(is_measured)
    recorder.start()
    try:
        for _ in range(100):
            dedent(" one")
    finally:
        recorder.stop()

    assert asked.count(dedent.__code__.co_filename) == 1


def test_saved_data_name_the_files_and_the_tests(sample: Path, tmp_path: Path) -> None:
    with recording(sample) as recorder:
        recorder.switch("one")
        run(sample)
    recorder.save(tmp_path / "data", tmp_path)

    data = CoverageData(str(tmp_path / "data"))
    data.read()
    assert data.measured_contexts() == {"one"}
    assert set(data.arcs("sample.py") or ()) == recorder.jumps(str(sample))["one"]


@pytest.mark.parametrize(
    ("branch", "reason"),
    [(True, "can't measure branches"), (False, "doesn't yet support dynamic contexts")],
)
def test_core_of_coverage_lacks_branches_and_tests(
    branch: bool,  # noqa: FBT001 - a case
    reason: str,
) -> None:
    """Both cases fail once coverage can: then it takes the place of our recorder."""
    coverage = Coverage(data_file=None, branch=branch, config_file=False)
    coverage.set_option("run:core", "sysmon")
    coverage.set_option("run:dynamic_context", "test_function")

    with pytest.warns(match=reason), coverage.collect():
        pass


def test_code_that_runs_after_the_end_is_not_recorded(sample: Path) -> None:
    with recording(sample) as recorder:
        module = import_sample(sample)
        module.sign(0)
    before = {test: set(jumps) for test, jumps in recorder.jumps(str(sample)).items()}

    module.all_of_it()

    assert recorder.jumps(str(sample)) == before


def test_second_recording_is_refused(sample: Path) -> None:
    with recording(sample), pytest.raises(ValueError, match="already in use"):
        LineRecorder(lambda _: False).start()

    assert sys.monitoring.get_tool(sys.monitoring.COVERAGE_ID) is None
