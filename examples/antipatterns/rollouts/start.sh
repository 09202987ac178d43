# /// bad
# harm = "tests/antipatterns/rollouts/test_start.py::test_replicas_that_migrate_at_once_fail"
# right = "examples/patterns/rollouts/deploy.sh"
# ///
start() {
    alembic upgrade head || return 1
    exec uvicorn --factory app.main:create_app
}
