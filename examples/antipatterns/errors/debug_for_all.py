# /// bad
# harm = "tests/antipatterns/errors/test_debug_for_all.py::test_client_reads_the_traceback"
# right = "examples/shop/app/config.py"
# ///
"""Debug mode in every environment."""

from fastapi import FastAPI


def create_app() -> FastAPI:
    """Return the app."""
    return FastAPI(debug=True)
