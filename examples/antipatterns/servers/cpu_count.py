# /// bad
# harm = "tests/antipatterns/servers/test_cpu_count.py::test_workers_exceed_the_quota"
# right = "examples/patterns/servers/gunicorn_conf.py"
# ///
"""Settings of gunicorn that count the CPUs of the host."""

import multiprocessing


def count_workers() -> int:
    """Return the number that gunicorn's guide proposes."""
    return 2 * multiprocessing.cpu_count() + 1


workers = count_workers()
