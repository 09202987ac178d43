#!/bin/sh
# Replaces the login of the app. Each login is a member of the role that owns the tables.

sql() {
    psql --no-psqlrc --set=ON_ERROR_STOP=1 --quiet --tuples-only --no-align \
        --set=login="$1" "$ADMIN_URL"
}

add_login() {
    sql "$1" <<'SQL'
\getenv password NEW_PASSWORD
CREATE ROLE :"login" LOGIN PASSWORD :'password' IN ROLE shop;
ALTER ROLE :"login" SET role = 'shop';
SQL
}

count_sessions() {
    sql "$1" <<'SQL'
SELECT count(*) FROM pg_stat_activity WHERE usename = :'login';
SQL
}

remove_login() {
    [ "$(count_sessions "$1")" -eq 0 ] && sql "$1" <<'SQL'
DROP ROLE :"login";
SQL
}
