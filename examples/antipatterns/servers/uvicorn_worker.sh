# /// bad
# harm = "tests/antipatterns/servers/test_uvicorn_worker.py::test_worker_is_deprecated"
# right = "examples/patterns/servers/serve.sh"
# ///
serve() {
  exec gunicorn -k uvicorn.workers.UvicornWorker -b "$BIND" "app.main:create_app()"
}
