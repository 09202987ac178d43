"""Keeps the server open after SIGTERM, until the load balancer has noticed."""

from functools import partial
from threading import Timer
from types import FrameType
from typing import override

import uvicorn
from fastapi import Depends, FastAPI, Request

from app.core.errors import UnavailableError


class DrainingError(UnavailableError):
    """The process is about to stop."""

    code = "draining"
    title = "Draining"


class DrainingServer(uvicorn.Server):
    """Serves for `drain_seconds` after SIGTERM; a second signal ends it at once."""

    def __init__(self, app: FastAPI, port: int, drain_seconds: float) -> None:
        super().__init__(uvicorn.Config(app, port=port, lifespan="on"))
        self.app = app
        self.drain_seconds = drain_seconds
        app.state.draining = False

    @override
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop now if draining already, else after the delay."""
        stop = partial(super().handle_exit, sig, frame)
        if self.app.state.draining:
            stop()
            return
        self.app.state.draining = True
        timer = Timer(self.drain_seconds, stop)
        timer.daemon = True
        timer.start()


async def refuse_while_draining(request: Request) -> None:
    """Fail the readiness probe from SIGTERM on."""
    if request.app.state.draining:
        raise DrainingError("The process is about to stop.")


require_serving = Depends(refuse_while_draining)
