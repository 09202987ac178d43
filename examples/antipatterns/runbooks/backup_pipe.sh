# /// bad
# harm = "tests/antipatterns/runbooks/test_backup_pipe.py::test_failed_dump_is_taken_for_a_backup"
# right = "examples/patterns/runbooks/backup.sh"
# ///
back_up() {
    pg_dump "$DATABASE_URL" | gzip > "$1"
}
