#!/bin/sh
# Dumps a database with its row counts, restores it into an empty one, and compares the
# counts. It counts the tables of the schema public.

back_up() (
    umask 077
    export PARTIAL="$1.partial" DATABASE_URL
    if rows=$(count_rows "$DATABASE_URL" '
SELECT pg_export_snapshot() AS snapshot \gset
\setenv SNAPSHOT :snapshot
\set SHELL_ERROR true
\! pg_dump --snapshot="$SNAPSHOT" --format=custom --file="$PARTIAL" "$DATABASE_URL"
\if :SHELL_ERROR
  \q
\endif') && [ -n "$rows" ] && printf '%s\n' "$rows" >"$1.rows" && mv "$PARTIAL" "$1"; then
        return 0
    fi
    rm -f "$PARTIAL"
    echo "No backup: the dump failed, or the schema public has no tables." >&2
    return 1
)

restore() {
    pg_restore --exit-on-error --single-transaction --no-owner \
        --dbname="$RESTORED_URL" "$1"
}

count_rows() {
    psql --no-psqlrc --set=ON_ERROR_STOP=1 --quiet --tuples-only --no-align "$1" <<SQL
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SET LOCAL idle_in_transaction_session_timeout = 0;
SET LOCAL statement_timeout = 0;
SET LOCAL row_security = off;
$2
SELECT format('SELECT %L, count(*) FROM public.%I', table_name, table_name)
FROM information_schema.tables
WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
ORDER BY table_name \gexec
SQL
}

compare() {
    restored=$(count_rows "$RESTORED_URL") && printf '%s\n' "$restored" &&
        [ -n "$restored" ] && [ "$restored" = "$(cat "$1.rows")" ]
}
