# Runs in the folder of requirements.in, the direct dependencies, and requirements.txt,
# all versions.

install_before() {
  uv venv --clear
  uv pip install --python .venv -r requirements.txt
}

migrate() {
  uv init --bare --name shop
  uv add --no-sync -r requirements.in -c requirements.txt
  uv add --no-sync --dev -r requirements-dev.in -c requirements.txt
  rm requirements.in requirements-dev.in requirements.txt
}

install_after() {
  uv sync --locked --no-dev
}
