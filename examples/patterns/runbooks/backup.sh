#!/bin/sh
# Backs a database up, restores it into an empty one, and compares both.

back_up() {
    pg_dump --format=custom --file="$1.partial" "$DATABASE_URL" && mv "$1.partial" "$1"
}

restore() {
    pg_restore --exit-on-error --single-transaction --no-owner \
        --dbname="$RESTORED_URL" "$1"
}

count_rows() {
    psql --no-psqlrc --set=ON_ERROR_STOP=1 --quiet --tuples-only --no-align "$1" <<'SQL'
SELECT format('SELECT %L, count(*) FROM %I', table_name, table_name)
FROM information_schema.tables WHERE table_schema = 'public'
ORDER BY table_name \gexec
SQL
}

compare() {
    expected=$(count_rows "$DATABASE_URL") && restored=$(count_rows "$RESTORED_URL") &&
        printf '%s\n' "$restored" && [ "$restored" = "$expected" ]
}
