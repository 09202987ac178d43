# /// bad
# harm = "tests/antipatterns/async_code/test_cpu_in_threads.py::test_cpu_work_in_threads_stays_in_the_serving_process"
# right = "examples/patterns/async_code/cpu_in_processes.py"
# ///
"""CPU-bound work in a `def` route, which runs in a thread."""

from fastapi import FastAPI


def build_report(rows: int) -> str:
    """Sort the rows and return the last three."""
    return ",".join(sorted(map(str, range(rows)))[-3:])


def create_app() -> FastAPI:
    """Return an app with a route that computes."""
    app = FastAPI()

    @app.get("/report")
    def read_report(rows: int) -> str:
        return build_report(rows)

    return app
