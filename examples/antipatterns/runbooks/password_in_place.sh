# /// bad
# harm = "tests/antipatterns/runbooks/test_password_in_place.py::test_new_connections_fail_until_the_restart"
# right = "examples/patterns/runbooks/password_rotation.sh"
# ///
change_password() {
    psql --no-psqlrc --set=ON_ERROR_STOP=1 --quiet --set=login="$1" "$ADMIN_URL" <<'SQL'
\getenv password NEW_PASSWORD
ALTER ROLE :"login" PASSWORD :'password';
SQL
}
