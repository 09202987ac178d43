"""A server that ends when the app fails to start (`uvicorn --lifespan on`)."""

import uvicorn
from fastapi import FastAPI


def create_server(app: FastAPI, port: int) -> uvicorn.Server:
    """Return a server for the app."""
    return uvicorn.Server(uvicorn.Config(app, port=port, lifespan="on"))
