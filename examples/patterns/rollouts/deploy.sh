#!/bin/sh
# Migrates once, then replaces the replicas.

roll_out() {
    docker compose run --rm migrate || return 1
    docker compose up --detach --no-deps --wait api worker
}

roll_out
