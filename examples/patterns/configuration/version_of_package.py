"""An app that reads its version from the installed package."""

from importlib.metadata import version

from fastapi import FastAPI

PACKAGE = "shop"


def create_app() -> FastAPI:
    """Return an app that documents the version that is installed."""
    return FastAPI(title="Shop", version=version(PACKAGE))
