# /// bad
# harm = "tests/antipatterns/servers/test_reload.py::test_edit_restarts_the_server"
# right = "examples/patterns/servers/serve.sh"
# ///
serve() {
  exec uvicorn --factory app.main:create_app --port "$PORT" --lifespan on --reload
}
