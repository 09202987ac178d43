#!/bin/sh
# Keeps a reserve on the disk of PostgreSQL, and frees it when the disk is full.

keep_reserve() {
    fallocate --length "$1" "$DISK/reserve"
}

free_space() {
    rm "$DISK/reserve"
}
