# /// bad
# ast-grep = ["STR-018"]
# harm = "tests/antipatterns/lifespan/test_mounted_app.py::test_mounted_app_is_never_opened"
# right = "examples/patterns/lifespan/mounted_app.py"
# ///
"""A mounted app whose lifespan never runs."""

from fastapi import FastAPI

from patterns.lifespan.mounted_app import open_reports, router


def create_app() -> FastAPI:
    """Return an app that mounts the app of the reports."""
    reports = FastAPI(lifespan=open_reports)
    reports.include_router(router)
    app = FastAPI()
    app.mount("/reports", reports)
    return app
