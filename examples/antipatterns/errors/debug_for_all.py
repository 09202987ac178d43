# /// bad
# harm = "tests/antipatterns/errors/test_debug_for_all.py::test_a_traceback_is_served"
# right = "examples/shop/app/config.py"
# ///
"""An app in debug mode, wherever it runs."""

from fastapi import FastAPI


def create_app() -> FastAPI:
    """Return the app."""
    return FastAPI(debug=True)
