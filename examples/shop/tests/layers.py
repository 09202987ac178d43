"""One layer of the app's middleware, for a test of its own."""

from starlette.middleware import Middleware

from app.config import Settings
from app.core.metrics import Metrics
from app.main import create_middleware


def middleware_of(settings: Settings, wanted: object) -> Middleware:
    """Return the app's layer of this class, as these settings configure it."""
    layers = create_middleware(settings, Metrics())
    [layer] = [layer for layer in layers if layer.cls is wanted]
    return layer
