#!/bin/sh
# Reads deadlocks in the log of PostgreSQL.

show_deadlocks() {
    grep --after-context=7 'deadlock detected' "$1"
}
