# /// bad
# harm = "tests/antipatterns/servers/test_lifespan_auto.py::test_failed_start_is_served"
# right = "examples/patterns/servers/serve.sh"
# ///
serve() {
  exec uvicorn --factory app.main:create_app --port "$PORT"
}
