"""Loggers of an example's modules, as if the process had just started."""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from types import ModuleType

import pytest
import structlog

from app.core.logging import HANDLER, configure_logging


@contextmanager
def fresh_loggers(*modules: ModuleType) -> Generator[None]:
    """Give the modules loggers that structlog has not cached yet."""
    with pytest.MonkeyPatch.context() as patch:
        for module in modules:
            patch.setattr(module, "logger", structlog.get_logger(module.__name__))
        yield


@contextmanager
def json_log(*modules: ModuleType) -> Generator[None]:
    """Log as the shop does in production; then remove its handler."""
    configure_logging("INFO", as_json=True, log_sql=False)
    try:
        with fresh_loggers(*modules):
            yield
    finally:
        root = logging.getLogger()
        root.handlers = [each for each in root.handlers if each.name != HANDLER]
        structlog.reset_defaults()
