"""Which lines each test runs, as the interpreter's own monitoring reports them.

coverage's tracer follows every call and line of every library too, which takes half
as much time again. Its core for ``sys.monitoring`` sees no branches before Python
3.14, and knows nothing of tests. Here only the measured files report their lines, and
coverage reads what was recorded.
"""

import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from types import CodeType

from coverage import CoverageData

from handbook.proof.store import Branch

_MONITORING = sys.monitoring
_TOOL = _MONITORING.COVERAGE_ID
_EVENTS = _MONITORING.events
_OF_MEASURED = _EVENTS.LINE | _EVENTS.PY_RETURN

type Jumps = defaultdict[str, set[Branch]]


class LineRecorder:
    """Records jumps from line to line, each with the test during which it happened.

    A jump is what coverage calls an arc: a negative start enters the code object that
    begins at this line, a negative end leaves it by a return.
    """

    def __init__(self, is_measured: Callable[[str], bool]) -> None:
        self._is_measured = is_measured
        self._by_test: defaultdict[str, Jumps] = defaultdict(lambda: defaultdict(set))
        self._jumps = self._by_test[""]
        self._last: dict[int, int] = {}
        """The line that a frame ran last, by the frame's identity."""

    def start(self) -> None:
        """Begin to record, in all threads.

        Raises ValueError where another measurement of coverage is under way.
        """
        _MONITORING.use_tool_id(_TOOL, "handbook")
        _MONITORING.register_callback(_TOOL, _EVENTS.PY_START, self._enter)
        _MONITORING.register_callback(_TOOL, _EVENTS.LINE, self._run)
        _MONITORING.register_callback(_TOOL, _EVENTS.PY_RETURN, self._leave)
        # What ran before it was disabled here, and would not be heard of.
        _MONITORING.restart_events()
        _MONITORING.set_events(_TOOL, _EVENTS.PY_START)

    def stop(self) -> None:
        """End recording, also in threads that still run."""
        _MONITORING.set_events(_TOOL, _EVENTS.NO_EVENTS)
        # Measured code goes on to report its events, to no callback.
        for event in (_EVENTS.PY_START, _EVENTS.LINE, _EVENTS.PY_RETURN):
            _MONITORING.register_callback(_TOOL, event, None)
        _MONITORING.free_tool_id(_TOOL)

    def switch(self, test: str = "") -> None:
        """Credit what follows to a test; to none, without its name."""
        self._jumps = self._by_test[test]

    def jumps(self, file: str) -> dict[str, set[Branch]]:
        """Return the jumps in a file, by test."""
        by_test = ((test, jumps[file]) for test, jumps in self._by_test.items())
        return {test: jumps for test, jumps in by_test if jumps}

    def save(self, target: Path, root: Path) -> None:
        """Write coverage's data file, whose contexts are the names of the tests."""
        data = CoverageData(str(target))
        for test, jumps in self._by_test.items():
            data.set_context(test)
            names = {str(Path(file).relative_to(root)): file for file in jumps}
            data.add_arcs({name: jumps[file] for name, file in names.items()})
        data.write()

    def _enter(self, code: CodeType, _: int) -> object:
        if not _MONITORING.get_local_events(_TOOL, code):
            if not self._is_measured(code.co_filename):
                return _MONITORING.DISABLE  # it is not asked about again
            _MONITORING.set_local_events(_TOOL, code, _OF_MEASURED)
        self._last[id(sys._getframe(1))] = -code.co_firstlineno  # noqa: SLF001 - its caller
        return None

    def _run(self, code: CodeType, line: int) -> None:
        frame = id(sys._getframe(1))  # noqa: SLF001 - its caller
        if last := self._last.get(frame):  # else it began before the recording
            self._jumps[code.co_filename].add((last, line))
        self._last[frame] = line

    def _leave(self, code: CodeType, _: int, __: object) -> None:
        if last := self._last.pop(id(sys._getframe(1)), 0):  # noqa: SLF001 - its caller
            self._jumps[code.co_filename].add((last, -code.co_firstlineno))
