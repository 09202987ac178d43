# /// bad
# ast-grep = ["ERR-012"]
# harm = "tests/antipatterns/errors/test_debug_everywhere.py::test_client_reads_the_traceback"
# right = "examples/shop/app/config.py"
# ///
"""Debug mode in every environment."""

from fastapi import FastAPI


def create_app() -> FastAPI:
    """Return an app in debug mode."""
    return FastAPI(debug=True)
