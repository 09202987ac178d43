#!/bin/sh
# How the dependencies of a service are locked, and installed for its image.

lock_dependencies() {
    uv lock --upgrade
}

install_dependencies() {
    uv sync --locked --no-dev
}
