# /// bad
# harm = "tests/antipatterns/runbooks/test_deleted_wal.py::test_server_without_its_wal_does_not_start"
# right = "examples/patterns/runbooks/full_disk.sh"
# ///
free_space() {
    rm "$DISK"/data/pg_wal/0*
}
