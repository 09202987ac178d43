#!/bin/sh
# Start the service in a container, or on a machine of its own.
set -eu

serve_in_container() {
  exec uvicorn --factory app.main:create_app --host 0.0.0.0 --port "$PORT" \
    --lifespan on --forwarded-allow-ips "$PROXY_NETWORK" --no-server-header \
    --timeout-graceful-shutdown 20
}

serve_on_machine() {
  exec uvicorn --factory app.main:create_app --port "$PORT" --workers "$WORKERS" \
    --lifespan on --forwarded-allow-ips 127.0.0.1 --no-server-header \
    --timeout-graceful-shutdown 20
}

serve_with_gunicorn() {
  exec gunicorn -c gunicorn_conf.py "app.main:create_app()"
}

serve_with_fastapi() {
  exec fastapi run --entrypoint service:app --port "$PORT" \
    --forwarded-allow-ips "$PROXY_NETWORK"
}

"$1"
