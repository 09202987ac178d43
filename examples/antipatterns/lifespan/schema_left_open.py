# /// bad
# ast-grep = ["STR-014"]
# harm = "tests/antipatterns/lifespan/test_docs_in_production.py::test_schema_is_served_in_production"
# right = "examples/patterns/lifespan/closed_docs.py"
# ///
"""An app that closes its pages of documentation, and leaves the schema open."""

from fastapi import FastAPI

from patterns.lifespan.closed_docs import router


def create_app(*, in_production: bool) -> FastAPI:
    """Return an app that serves no documentation page in production."""
    app = FastAPI(
        docs_url=None if in_production else "/docs",
        redoc_url=None,
    )
    app.include_router(router)
    return app
